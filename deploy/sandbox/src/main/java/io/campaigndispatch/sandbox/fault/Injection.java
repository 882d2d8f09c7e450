package io.campaigndispatch.sandbox.fault;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What happens to one call on purpose.
 *
 * @param delayMs how much later than usual the answer comes
 * @param fault what happens to the call as a whole, never a {@link Fault.Latency}; null for nothing
 * @param byRecipient of a call to several recipients: what happens to single ones, by digits
 */
public record Injection(long delayMs, @Nullable Fault fault, Map<String, Fault> byRecipient) {
  /** Nothing. */
  public static final Injection NONE = new Injection(0, null, Map.of());

  public Injection {
    byRecipient = Map.copyOf(byRecipient);
  }

  /** Without the numbers. */
  @Override
  public String toString() {
    return "Injection[" + delayMs + " ms, " + (fault == null ? "none" : fault.type()) + "]";
  }
}
