package io.campaigndispatch.dispatcher.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.dispatcher.core.Homes;
import io.campaigndispatch.dispatcher.core.Write;
import io.campaigndispatch.dispatcher.index.Position;
import io.campaigndispatch.dispatcher.index.RawRecord;
import io.campaigndispatch.model.outcome.Failure;
import io.campaigndispatch.model.outcome.FailureCategory;
import io.campaigndispatch.model.outcome.FailureCode;
import io.campaigndispatch.model.outcome.Source;
import io.campaigndispatch.model.outcome.Violation;
import io.campaigndispatch.model.wire.DispatchHeaders;
import io.campaigndispatch.model.wire.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

/** The short text of dispatch-error. */
class ErrorHeaderTest {

  private static String errorHeader(String message, Violation... errors) {
    RawRecord raw =
        new RawRecord("dispatch.requests", 0, 7, 0, null, new byte[0], new RecordHeaders());
    Failure failure =
        new Failure(FailureCategory.REQUEST, FailureCode.INVALID, null, message, List.of(errors));
    Write.OfRequest write =
        new Write.Unreadable(
            Position.whole(0, 7), raw, new Source("dispatch.requests", 0, 7), 0, failure);
    byte[] header =
        new OutgoingRecords(new Topics("dispatch."), new Homes(1))
            .of(write, Instant.EPOCH)
            .getFirst()
            .headers()
            .lastHeader(DispatchHeaders.ERROR)
            .value();
    return new String(header, StandardCharsets.UTF_8);
  }

  private static Violation violation(String field, String message) {
    return new Violation(field, message, null, null);
  }

  @Test
  void errorHeader_doesNotRepeatTheRuleThatTheMessageNames() {
    assertThat(
            errorHeader(
                "recipient is no phone number", violation("recipient", "is no phone number")))
        .isEqualTo("recipient is no phone number");
    assertThat(errorHeader("the value is empty", violation("", "is empty")))
        .isEqualTo("the value is empty");
  }

  @Test
  void errorHeader_listsTheRulesThatTheMessageDoesNotName() {
    assertThat(
            errorHeader(
                "requestId is required (and 1 more)",
                violation("requestId", "is required"),
                violation("message", "is required")))
        .isEqualTo("requestId is required (and 1 more); message: is required");
    assertThat(
            errorHeader(
                "the message does not fit its template",
                violation("message.body", "is not as long as the template's")))
        .isEqualTo(
            "the message does not fit its template;"
                + " message.body: is not as long as the template's");
  }
}
