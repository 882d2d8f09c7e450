package io.campaigndispatch.demo.scenario;

import io.campaigndispatch.sandbox.fault.FaultSpec;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A record to publish.
 *
 * @param key the workspace; null for none
 * @param headers by name, in order, their values text; a value of several lines is several headers
 * @param astray whether it goes to another partition than its key's
 * @param fault what its vendor does to it; null for nothing
 * @param fannedOut whether its requests have ids of their own
 * @param expected one per request, at least one
 */
@SuppressWarnings("ArrayRecordComponent") // Handed to the producer at once, never compared.
public record Message(
    @Nullable String key,
    byte @Nullable [] value,
    Map<String, String> headers,
    boolean astray,
    @Nullable FaultSpec fault,
    boolean fannedOut,
    List<Expected> expected) {

  public Message {
    expected = List.copyOf(expected);
  }

  /** Its kind; the ones of a fan-out share it. */
  public Kind kind() {
    return expected.getFirst().kind();
  }

  /** Without key and value. */
  @Override
  public String toString() {
    return "Message" + expected;
  }
}
