package io.campaigndispatch.dispatcher.deadletters;

import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.model.outcome.FailureCategory;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeadLetterParserTest {

  @Test
  void deadLetter_isReadFromHeadersAndBody() {
    DeadLetter letter = Letters.of("r1").letter();

    assertThat(letter.place()).hasToString("3@7");
    assertThat(letter.requestId()).isEqualTo("r1");
    assertThat(letter.workspaceId()).isEqualTo("acme");
    assertThat(letter.campaignId()).isEqualTo("spring");
    assertThat(letter.category()).isEqualTo(FailureCategory.RECIPIENT);
    assertThat(letter.code()).isEqualTo("131026");
    assertThat(letter.failedAt()).isEqualTo(Letters.FAILED_AT);
    assertThat(letter.attempt()).isEqualTo(2);
    assertThat(letter.replay()).isZero();
    assertThat(letter.source()).hasToString("dispatch.requests-3@42");
    assertThat(letter.toString()).doesNotContain("5512345678");
  }

  @Test
  void foreignRecord_isReadAsFarAsItGoes() {
    DeadLetter letter =
        Letters.of("r1")
            .withoutValue()
            .because("COSMIC", "X")
            .with("dispatch-failed-at", "yesterday")
            .with("dispatch-attempt", "many")
            .with("dispatch-source", "nowhere")
            .letter();

    assertThat(letter.category()).isNull();
    assertThat(letter.failedAt()).isEqualTo(Letters.FAILED_AT.plusSeconds(1));
    assertThat(letter.attempt()).isZero();
    assertThat(letter.source()).isNull();
    assertThat(letter.workspaceId()).isEqualTo("acme");
  }

  @ParameterizedTest
  @CsvSource({"3@42,3,42", "dispatch.dead-letters-11@0,11,0"})
  void place_isRead(String text, int partition, long offset) {
    assertThat(DeadLetterPlace.parse(text)).contains(new DeadLetterPlace(partition, offset));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "3", "@", "3@", "x@1", "3@-1", "3@1x", "99999999999@1"})
  void otherText_isNoPlace(String text) {
    assertThat(DeadLetterPlace.parse(text)).isEqualTo(Optional.empty());
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-20T02:00:00Z,2026-11-20T02:00:00Z",
    "2026-11-20T02:00:00-06:00,2026-11-20T08:00:00Z",
    "2026-11-20T02:00,2026-11-20T02:00:00Z",
    "2026-11-20,2026-11-20T00:00:00Z"
  })
  void time_isReadInUtcUnlessItSaysOtherwise(String text, Instant expected) {
    assertThat(LetterTimes.parse(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "today", "2026-13-01", "2026-11-20T25:00:00Z"})
  void otherText_isNoTime(String text) {
    assertThat(LetterTimes.parse(text)).isNull();
  }
}
