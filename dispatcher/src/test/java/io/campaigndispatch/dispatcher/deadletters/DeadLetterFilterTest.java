package io.campaigndispatch.dispatcher.deadletters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.campaigndispatch.model.outcome.FailureCategory;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DeadLetterFilterTest {

  private static final Instant AT = Letters.FAILED_AT;
  private final DeadLetter letter = Letters.of("r1").letter();

  private static DeadLetterFilter of(
      @Nullable String workspace, @Nullable String campaign, @Nullable String code) {
    return new DeadLetterFilter(workspace, campaign, null, code, null, null, null);
  }

  private static DeadLetterFilter between(@Nullable Instant from, @Nullable Instant until) {
    return new DeadLetterFilter(null, null, null, null, from, until, null);
  }

  private static DeadLetterFilter request(String id) {
    return new DeadLetterFilter(null, null, null, null, null, null, id);
  }

  @Test
  void any_matchesWhateverStandsInTheTopic() {
    DeadLetter foreign = Letters.of("r1").withoutValue().without("dispatch-reason").letter();

    assertThat(DeadLetterFilter.ANY.matches(letter)).isTrue();
    assertThat(DeadLetterFilter.ANY.matches(foreign)).isTrue();
  }

  @Test
  void workspaceCampaignAndCode_mustAllMatch() {
    assertThat(of("acme", "spring", "131026").matches(letter)).isTrue();
    assertThat(of("other", "spring", "131026").matches(letter)).isFalse();
    assertThat(of("acme", "summer", "131026").matches(letter)).isFalse();
    assertThat(of("acme", "spring", "131027").matches(letter)).isFalse();
  }

  @Test
  void code_matchesInEitherCase() {
    DeadLetter late = Letters.of("r1").because("UNCERTAIN", "TIMEOUT").letter();

    assertThat(of(null, null, "timeout").matches(late)).isTrue();
  }

  @Test
  void category_matches() {
    assertThat(category(FailureCategory.RECIPIENT).matches(letter)).isTrue();
    assertThat(category(FailureCategory.REQUEST).matches(letter)).isFalse();
  }

  private static DeadLetterFilter category(FailureCategory category) {
    return new DeadLetterFilter(null, null, category, null, null, null, null);
  }

  @Test
  void times_includeTheBeginningAndExcludeTheEnd() {
    assertThat(between(AT, AT.plusMillis(1)).matches(letter)).isTrue();
    assertThat(between(AT.plusMillis(1), null).matches(letter)).isFalse();
    assertThat(between(null, AT).matches(letter)).isFalse();
  }

  @Test
  void timesInWrongOrder_areRefused() {
    assertThatThrownBy(() -> between(AT, AT)).hasMessageContaining("expected a time after from");
  }

  @Test
  void requestId_ofARecordWithSeveral_matchesEachOfThem() {
    DeadLetter child = Letters.child("p").letter();

    assertThat(request("p:1").matches(child)).isTrue();
    assertThat(request("p").matches(child)).isTrue();
    assertThat(request("p:0").matches(child)).isFalse();
    assertThat(request("r").matches(letter)).isFalse();
  }
}
