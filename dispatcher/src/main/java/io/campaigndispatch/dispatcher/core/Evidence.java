package io.campaigndispatch.dispatcher.core;

import io.campaigndispatch.dispatcher.flow.Pending;
import io.campaigndispatch.dispatcher.index.Recovered;
import io.campaigndispatch.model.outcome.Failure;
import io.campaigndispatch.model.outcome.FailureCategory;
import io.campaigndispatch.model.outcome.FailureCode;
import io.campaigndispatch.model.send.Message;
import io.campaigndispatch.model.send.TemplateMessage;
import io.campaigndispatch.model.send.TextMessage;
import java.time.Duration;
import java.time.Instant;

/**
 * What is known of a call whose result is not: what was sent, when, how it ended. The recipient and
 * the vendor stand beside it in the outcome.
 */
final class Evidence {

  private Evidence() {}

  /**
   * Of a call that ended without telling.
   *
   * @param takenNanos when it began, monotonic
   */
  static Failure of(Pending pending, Failure failure, long takenNanos, Now now) {
    Duration took = Duration.ofNanos(now.nanos() - takenNanos);
    String message =
        "%s, attempt %d, called at %s, ended after %d ms: %s"
            .formatted(
                nameOf(pending.request().message()),
                pending.attempts(),
                now.instant().minus(took),
                took.toMillis(),
                failure.message());
    return new Failure(
        failure.category(), failure.code(), failure.httpStatus(), message, failure.errors());
  }

  /** Of a call that an earlier owner of the partition was about to make, or made, when it ended. */
  static Failure workerEnded(Message sent, Recovered.Started started) {
    return Failure.of(
        FailureCategory.UNCERTAIN,
        FailureCode.RESET,
        "%s, attempt %d, started at %s: the worker ended while the call was under way or about to be made"
            .formatted(
                nameOf(sent), started.attempt(), Instant.ofEpochMilli(started.sinceMillis())));
  }

  private static String nameOf(Message message) {
    return switch (message) {
      case TemplateMessage template ->
          template.language() == null
              ? "template " + template.name()
              : "template " + template.name() + " (" + template.language() + ")";
      case TextMessage text -> "text of " + text.text().length() + " characters";
    };
  }
}
