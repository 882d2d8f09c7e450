package io.campaigndispatch.sandbox.vendor;

import io.campaigndispatch.sandbox.wire.HttpReply;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a vendor answers and what it did.
 *
 * @param reply the reply
 * @param accepted whether it took the message; of several, see their results
 * @param recorded what it noted beside, such as the send type that counts, or null
 * @param results of each recipient in the request's order; empty when the answer is one for all
 */
public record Answer(
    HttpReply reply, boolean accepted, @Nullable ObjectNode recorded, List<Result> results) {

  /**
   * What became of one of several recipients.
   *
   * @param accepted whether the vendor took the message
   * @param response the reply, narrowed to this recipient
   */
  public record Result(boolean accepted, ObjectNode response) {}

  public Answer {
    results = List.copyOf(results);
  }

  /** The message was taken. */
  public static Answer accepted(HttpReply reply, @Nullable ObjectNode recorded) {
    return new Answer(reply, true, recorded, List.of());
  }

  /** The call was answered and was about no message. */
  public static Answer information(HttpReply reply) {
    return new Answer(reply, false, null, List.of());
  }

  /** No message was taken. */
  public static Answer refused(HttpReply reply) {
    return new Answer(reply, false, null, List.of());
  }

  /** The same deeds behind another reply. */
  public Answer repliedWith(HttpReply other) {
    return new Answer(other, accepted, recorded, results);
  }
}
