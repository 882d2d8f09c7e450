package io.campaigndispatch.dispatcher.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.campaigndispatch.dispatcher.deadletters.DeadLetterPlace;
import io.campaigndispatch.dispatcher.deadletters.LetterAction;
import io.campaigndispatch.dispatcher.deadletters.LetterOrder;
import io.campaigndispatch.model.outcome.FailureCategory;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LetterRequestTest {

  private static byte[] body(String json) {
    return json.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void replay_isReadWithItsDefaults() {
    LetterOrder order = LetterRequest.replay(body("{\"workspace\":\"acme\"}"), "ana");

    assertThat(order.action()).isEqualTo(LetterAction.REPLAY);
    assertThat(order.filter().workspace()).isEqualTo("acme");
    assertThat(order.most()).isEqualTo(1_000);
    assertThat(order.dryRun()).isFalse();
    assertThat(order.by()).isEqualTo("ana");
  }

  @Test
  void resolve_isReadWhole() {
    LetterOrder order =
        LetterRequest.resolve(
            body(
                """
                {"as":"resend","category":"uncertain","from":"2026-11-20","places":["3@42"],
                 "max":20,"rate":5,"dryRun":true}"""),
            "ana");

    assertThat(order.action()).isEqualTo(LetterAction.RESEND);
    assertThat(order.filter().category()).isEqualTo(FailureCategory.UNCERTAIN);
    assertThat(order.places()).containsExactly(new DeadLetterPlace(3, 42));
    assertThat(order.most()).isEqualTo(20);
    assertThat(order.perSecond()).isEqualTo(5);
    assertThat(order.dryRun()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | a JSON object",
        "[] | a JSON object",
        "{} | a filter or places",
        "{\"workspaces\":\"acme\"} | body: expected",
        "{\"workspace\":1} | workspace: expected a string",
        "{\"category\":\"NONE\"} | category",
        "{\"from\":\"soon\"} | from: expected an ISO-8601 time",
        "{\"from\":\"2026-11-21\",\"until\":\"2026-11-20\"} | until",
        "{\"places\":\"3@42\"} | places: expected a list",
        "{\"places\":[\"3\"]} | places: expected such as",
        "{\"code\":\"X\",\"max\":0} | max",
        "{\"code\":\"X\",\"max\":10001} | max",
        "{\"code\":\"X\",\"max\":1e999999} | max",
        "{\"code\":\"X\",\"max\":1000,\"rate\":1} | rate",
        "{\"code\":\"X\",\"dryRun\":\"yes\"} | dryRun",
        "{\"code\":\"X\",\"as\":\"resend\"} | as"
      })
  void mistake_isNamed(String json, String named) {
    assertThatThrownBy(() -> LetterRequest.replay(body(json), "ana"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(named);
  }

  @Test
  void resolveWithoutSayingAsWhat_isAMistake() {
    assertThatThrownBy(() -> LetterRequest.resolve(body("{\"code\":\"X\"}"), "ana"))
        .hasMessageContaining("as: expected accepted or resend");
  }
}
