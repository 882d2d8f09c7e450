package io.campaigndispatch.sandbox.gateway;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The conversations that sends have opened, the {@value #MAX} used last. Owned by the event loop.
 */
final class Conversations {
  private static final int MAX = 100_000;

  private final Map<Owner, Long> byOwner = new LinkedHashMap<>(16, 0.75f, true);
  private final Map<Long, Owner> byId = new LinkedHashMap<>();
  private long last;

  /** Whose conversation with whom. */
  record Owner(@Nullable String workspace, String digits) {
    /** Without the number. */
    @Override
    public String toString() {
      return "Owner[" + workspace + "]";
    }
  }

  /** The conversation of a workspace with a number; opened when there is none. */
  long open(@Nullable String workspace, String digits) {
    Owner owner = new Owner(workspace, digits);
    Long known = byOwner.get(owner);
    if (known != null) {
      return known;
    }
    if (byOwner.size() >= MAX) {
      Map.Entry<Owner, Long> eldest = byOwner.entrySet().iterator().next();
      byId.remove(eldest.getValue());
      byOwner.remove(eldest.getKey());
    }
    long id = ++last;
    byOwner.put(owner, id);
    byId.put(id, owner);
    return id;
  }

  /**
   * With whom a workspace has that conversation, in digits; empty when it has none of that number.
   */
  Optional<String> digits(@Nullable String workspace, long id) {
    Owner owner = byId.get(id);
    return owner != null && Objects.equals(owner.workspace(), workspace)
        ? Optional.of(owner.digits())
        : Optional.empty();
  }
}
