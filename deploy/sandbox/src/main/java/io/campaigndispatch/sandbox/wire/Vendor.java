package io.campaigndispatch.sandbox.wire;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A vendor the sandbox stands in for. */
public enum Vendor {
  PLAZBOT,
  PLATICA,
  GATEWAY;

  private final String wireName = name().toLowerCase(Locale.ROOT);
  private final String prefix = "/" + wireName;

  /** The name in the ledger, in fault filters and in the catalogue file. */
  public String wireName() {
    return wireName;
  }

  /**
   * The first segment of the vendor's paths, such as {@code /plazbot}; the vendor's own path
   * follows.
   */
  public String prefix() {
    return prefix;
  }

  /** The vendor of that wire name, if there is one. */
  public static Optional<Vendor> named(String wireName) {
    return Arrays.stream(values()).filter(vendor -> vendor.wireName.equals(wireName)).findFirst();
  }

  /** The vendor under whose prefix a path lies, if it lies under one. */
  public static Optional<Vendor> ofPath(String path) {
    for (Vendor vendor : values()) {
      String prefix = vendor.prefix;
      if (path.startsWith(prefix)
          && (path.length() == prefix.length() || path.charAt(prefix.length()) == '/')) {
        return Optional.of(vendor);
      }
    }
    return Optional.empty();
  }
}
