package io.campaigndispatch.chaos.drill;

import io.campaigndispatch.chaos.load.Form;
import io.campaigndispatch.model.send.Priority;
import io.campaigndispatch.sandbox.wire.Vendor;
import java.net.URI;
import java.util.function.Function;

/** The workspaces of the drill: each for one trouble, and one that must never notice any. */
enum Shop {
  /** Sends one-time passwords through a vendor that nothing happens to. */
  CALM("calma", Vendor.PLAZBOT, Form.TEXT, Priority.URGENT),
  /** Its vendor goes down, and is slow. */
  VENDOR("panaderia", Vendor.PLATICA, Form.TEMPLATE, Priority.NORMAL),
  /** Its credential is revoked. */
  REVOKED("tienda", Vendor.PLAZBOT, Form.TEXT, Priority.NORMAL),
  /** Its template is paused. */
  PAUSED("clinica", Vendor.PLATICA, Form.TEMPLATE, Priority.NORMAL),
  /** Publishes more than it may send. */
  FLOODED("rifa", Vendor.GATEWAY, Form.TEXT, Priority.BULK);

  private static final int RATE = 20;
  private static final int RATE_OF_FLOODED = 5;
  private static final int EXPIRES_AFTER_SECONDS = 3_600;

  private final String id;
  private final Vendor vendor;
  private final Form form;
  private final Priority priority;

  Shop(String id, Vendor vendor, Form form, Priority priority) {
    this.id = id;
    this.vendor = vendor;
    this.form = form;
    this.priority = priority;
  }

  String id() {
    return id;
  }

  Form form() {
    return form;
  }

  Priority priority() {
    return priority;
  }

  /**
   * The workspaces file; all else is as it is by default.
   *
   * @param credential names the file of {@link #REVOKED}'s
   */
  static String yaml(Function<Vendor, URI> baseUrl, String credential) {
    StringBuilder yaml = new StringBuilder("vendors:\n");
    for (Vendor vendor : Vendor.values()) {
      yaml.append(
          "  - { id: %1$s, type: %1$s, base-url: \"%2$s\" }%n"
              .formatted(vendor.wireName(), baseUrl.apply(vendor)));
    }
    yaml.append("workspaces:\n");
    for (Shop shop : values()) {
      yaml.append(
          "  - { id: %s, vendor: %s, credential: \"%s\", throttle: [ { rate: %d, per: 1s } ], expires-after: %ds }%n"
              .formatted(
                  shop.id,
                  shop.vendor.wireName(),
                  shop == REVOKED ? "file:" + credential : "env:DRILL_TOKEN",
                  shop == FLOODED ? RATE_OF_FLOODED : RATE,
                  EXPIRES_AFTER_SECONDS));
    }
    return yaml.toString();
  }
}
