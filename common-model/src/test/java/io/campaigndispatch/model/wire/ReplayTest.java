package io.campaigndispatch.model.wire;

import static io.campaigndispatch.model.wire.Given.TIMESTAMP;
import static io.campaigndispatch.model.wire.Given.decodeVendor;
import static io.campaigndispatch.model.wire.Given.headers;
import static io.campaigndispatch.model.wire.Given.invalid;
import static io.campaigndispatch.model.wire.Given.object;
import static io.campaigndispatch.model.wire.Given.valid;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.model.outcome.Source;
import io.campaigndispatch.model.send.Schedule;
import java.time.Instant;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** What an operator sends again is read a little differently. */
class ReplayTest {

  private static Headers replay(Headers headers) {
    return headers
        .add(DispatchHeaders.SOURCE, "dispatch.requests-3@42".getBytes(UTF_8))
        .add(DispatchHeaders.REPLAY, "1".getBytes(UTF_8));
  }

  private static Decoded scheduled(String schedule, Headers headers) {
    ObjectNode request = Given.request();
    request.set("schedule", object(schedule));
    return decodeVendor(headers, request);
  }

  private static Decoded twoRecipients(Headers headers) {
    return decodeVendor(
        headers,
        object(
            """
            {"templateName": "t", "languageCode": "es",
             "recipients": [{"phoneNumber": "+50212345678"}, {"phoneNumber": "+5029"}]}"""));
  }

  private static Headers child(Headers headers, String child) {
    return headers
        .remove(DispatchHeaders.REQUEST_ID)
        .add(DispatchHeaders.REQUEST_ID, ("v-1:" + child).getBytes(UTF_8))
        .add(DispatchHeaders.CHILD, child.getBytes(UTF_8));
  }

  private static Headers ofTemplate() {
    return headers(RequestFormat.GATEWAY_SEND_TEMPLATE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"delayMs\":5000}", "{\"at\":\"2026-11-20T01:59:59Z\"}"})
  void timeThatIsOver_meansNow(String schedule) {
    Decoded again = scheduled(schedule, replay(new RecordHeaders()));

    assertThat(valid(again).schedule()).isNull();
  }

  @Test
  void timeStillAhead_isKept() {
    Instant ahead = TIMESTAMP.plusSeconds(60);
    Decoded again = scheduled("{\"at\":\"" + ahead + "\"}", replay(new RecordHeaders()));

    assertThat(valid(again).schedule()).isEqualTo(new Schedule.At(ahead));
  }

  @Test
  void firstEntryThatCallsItselfAReplay_isNone() {
    Headers headers = new RecordHeaders().add(DispatchHeaders.REPLAY, "1".getBytes(UTF_8));
    Decoded first = scheduled("{\"at\":\"2026-11-20T01:59:59Z\"}", headers);

    assertThat(invalid(first).failure().errors())
        .singleElement()
        .satisfies(error -> assertThat(error.message()).isEqualTo("must be in the future"));
  }

  @Test
  void oneOfSeveralRequests_isReadAlone() {
    assertThat(valid(twoRecipients(child(replay(ofTemplate()), "0"))).requestId())
        .isEqualTo("v-1:0");
    assertThat(invalid(twoRecipients(child(replay(ofTemplate()), "1"))).requestId())
        .isEqualTo("v-1:1");
  }

  @Test
  void oneThatWaitedAlone_isReadAlone() {
    Headers returned =
        child(ofTemplate(), "0")
            .add(DispatchHeaders.SOURCE, "dispatch.requests-3@42".getBytes(UTF_8))
            .add(DispatchHeaders.RETURNED_FROM, "7".getBytes(UTF_8));

    assertThat(valid(twoRecipients(returned)).requestId()).isEqualTo("v-1:0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"2", "999999"})
  void oneThatIsNotThere_isInvalid(String child) {
    Decoded.Invalid read = invalid(twoRecipients(child(replay(ofTemplate()), child)));

    assertThat(read.requestId()).isEqualTo("v-1:" + child);
    assertThat(read.failure().errors().getFirst().field()).isEqualTo("headers.dispatch-child");
  }

  @Test
  void childThatTheIdDoesNotName_saysNothing() {
    Headers headers = replay(ofTemplate()).add(DispatchHeaders.CHILD, "0".getBytes(UTF_8));

    assertThat(twoRecipients(headers)).isInstanceOf(Decoded.FannedOut.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "x", "10000000"})
  void malformedChild_saysNothing(String child) {
    assertThat(twoRecipients(child(replay(ofTemplate()), child)))
        .isInstanceOf(Decoded.FannedOut.class);
  }

  @Test
  void childOnAFirstEntry_saysNothing() {
    assertThat(twoRecipients(child(ofTemplate(), "0"))).isInstanceOf(Decoded.FannedOut.class);
  }

  @Test
  void recordThatIsInvalidAsAWhole_failsTheOneThatItIsAbout() {
    Headers headers = child(replay(ofTemplate()), "1");
    Decoded read =
        decodeVendor(headers, object("{\"recipients\": [{\"phoneNumber\": \"+50212345678\"}]}"));

    assertThat(invalid(read).requestId()).isEqualTo("v-1:1");
  }

  @Test
  void source_isReadAsItIsWritten() {
    Source source = new Source("my-topic-1", 3, 42);

    assertThat(Source.parse(source.toString())).isEqualTo(source);
    assertThat(Source.parse("my-topic-1")).isNull();
    assertThat(Source.parse("topic-9999999999@1")).isNull();
  }
}
