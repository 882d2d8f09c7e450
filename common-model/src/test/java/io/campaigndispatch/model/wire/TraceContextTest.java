package io.campaigndispatch.model.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceContextTest {

  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String SPAN = "00f067aa0ba902b7";
  private static final String PARENT = "00-" + TRACE + "-" + SPAN + "-01";

  private static Headers headers(String parent) {
    return new RecordHeaders().add("traceparent", parent.getBytes(StandardCharsets.UTF_8));
  }

  private static Headers headers(String parent, String state) {
    return headers(parent).add("tracestate", state.getBytes(StandardCharsets.UTF_8));
  }

  private static @Nullable String state(String state) {
    TraceContext context = TraceContext.of(headers(PARENT, state));
    assertThat(context).isNotNull();
    return context.tracestate();
  }

  @Test
  void validHeaders_areTheContext() {
    assertThat(TraceContext.of(headers(PARENT, "congo=t61rcWkgMzE,rojo=1")))
        .isEqualTo(new TraceContext(TRACE, SPAN, true, "congo=t61rcWkgMzE,rojo=1"));
    assertThat(TraceContext.of(headers(PARENT.replace("-01", "-00"))))
        .isEqualTo(new TraceContext(TRACE, SPAN, false, null));
  }

  @Test
  void noHeader_isNone() {
    assertThat(TraceContext.of(new RecordHeaders())).isNull();
    assertThat(TraceContext.of(new RecordHeaders().add("traceparent", null))).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00-ab-cd-01",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
        "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
        "01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01more",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\r\nx-injected: 1",
        " 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "+5215512345678",
      })
  void whatIsNotValid_isNone(String hostile) {
    assertThat(TraceContext.of(headers(hostile))).isNull();
  }

  @Test
  void hugeHeader_isNone() {
    assertThat(TraceContext.of(headers("01-" + PARENT.substring(3) + "-" + "a".repeat(9_999))))
        .isNull();
  }

  @Test
  void laterVersion_isTakenAsFarAsItIsKnown() {
    TraceContext context = TraceContext.of(headers("cc-" + PARENT.substring(3) + "-what.is-next"));

    assertThat(context).isNotNull().isEqualTo(new TraceContext(TRACE, SPAN, true, null));
    assertThat(context.traceparent()).isEqualTo(PARENT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "noequals",
        "UPPER=1",
        "a=1\r\nx-injected: 1",
        "a=\u00e9",
        "a=b=c",
        "@b=1",
      })
  void stateThatIsNotValid_isLeftOut(String hostile) {
    assertThat(state(hostile)).isNull();
  }

  @Test
  void state_isOfThirtyTwoMembersAtMost() {
    String most = String.join(",", IntStream.range(0, 32).mapToObj(i -> "k" + i + "=v").toList());

    assertThat(state(most)).isEqualTo(most);
    assertThat(state(most + ",k=v")).isNull();
    assertThat(state("k=" + "v".repeat(600))).isNull();
  }

  @Test
  void anotherSpan_isInTheSameTrace() {
    TraceContext context = new TraceContext(TRACE, SPAN, true, "a=1").in("b7ad6b7169203331");

    assertThat(context.traceparent()).isEqualTo("00-" + TRACE + "-b7ad6b7169203331-01");
    assertThat(context.tracestate()).isEqualTo("a=1");
  }

  @Test
  void context_onARecord_isReadAgain() {
    TraceContext context = new TraceContext(TRACE, SPAN, false, "a=1,b@c=2");
    Headers headers = new RecordHeaders();
    context.putOn(headers);

    assertThat(TraceContext.of(headers)).isEqualTo(context);
  }

  @Test
  void idsThatAreNone_makeNoContext() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TraceContext("abc", SPAN, true, null));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TraceContext(TRACE, "0000000000000000", true, null));
  }
}
