package io.campaigndispatch.dispatcher.vendor.reply;

import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.dispatcher.retry.Backoff;
import io.campaigndispatch.dispatcher.vendor.reply.Treatment.Again;
import io.campaigndispatch.dispatcher.vendor.reply.Treatment.Throttle;
import io.campaigndispatch.model.outcome.FailureCategory;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every row of the taxonomy's table of Meta codes, written out once more by hand. */
class MetaErrorsTest {

  private static Treatment of(int code) {
    Treatment treatment = MetaErrors.of(code);
    assertThat(treatment).as("code " + code).isNotNull();
    return treatment;
  }

  @ParameterizedTest
  @CsvSource({
    "0, WORKSPACE",
    "1, RETRY_SOON",
    "2, RETRY_SOON",
    "3, WORKSPACE",
    "4, THROTTLED",
    "10, WORKSPACE",
    "33, WORKSPACE",
    "100, REQUEST",
    "190, WORKSPACE",
    "200, WORKSPACE",
    "201, WORKSPACE",
    "299, WORKSPACE",
    "368, WORKSPACE",
    "80007, THROTTLED",
    "80008, RETRY_SOON",
    "130403, RECIPIENT",
    "130429, THROTTLED",
    "130472, RECIPIENT",
    "130497, RECIPIENT",
    "131000, RETRY_SOON",
    "131005, WORKSPACE",
    "131008, REQUEST",
    "131009, REQUEST",
    "131016, RETRY_SOON",
    "131021, RECIPIENT",
    "131026, RECIPIENT",
    "131030, RECIPIENT",
    "131031, WORKSPACE",
    "131037, WORKSPACE",
    "131042, WORKSPACE",
    "131045, WORKSPACE",
    "131047, REQUEST",
    "131048, WORKSPACE",
    "131049, RETRY_LATER",
    "131050, RECIPIENT",
    "131051, REQUEST",
    "131052, REQUEST",
    "131053, RETRY_LATER",
    "131055, REQUEST",
    "131056, RETRY_LATER",
    "131057, RETRY_LATER",
    "131063, TEMPLATE",
    "131064, WORKSPACE",
    "132000, REQUEST",
    "132001, TEMPLATE",
    "132005, REQUEST",
    "132007, TEMPLATE",
    "132012, REQUEST",
    "132015, TEMPLATE",
    "132016, TEMPLATE",
    "132018, REQUEST",
    "132068, TEMPLATE",
    "132069, TEMPLATE",
    "133000, WORKSPACE",
    "133004, RETRY_SOON",
    "133005, WORKSPACE",
    "133006, WORKSPACE",
    "133008, WORKSPACE",
    "133009, WORKSPACE",
    "133010, WORKSPACE",
    "133015, WORKSPACE",
    "133016, WORKSPACE",
    "134011, WORKSPACE",
    "134100, REQUEST",
    "134101, RETRY_LATER",
    "134102, TEMPLATE",
    "135000, RETRY_SOON",
    "2494100, RETRY_LATER",
    "2388001, REQUEST",
    "2593107, REQUEST",
    "200005, REQUEST",
    "200006, REQUEST",
    "200007, REQUEST",
    "1752041, REQUEST",
  })
  void code_hasItsCategory(int code, FailureCategory category) {
    assertThat(of(code).category()).isEqualTo(category);
  }

  @ParameterizedTest
  @CsvSource({"1, 2", "2, 5", "80008, 5", "131000, 3", "133004, 5", "135000, 2"})
  void soonRetries_areJitteredAndCounted(int code, int maxAttempts) {
    assertThat(of(code))
        .isEqualTo(new Again(FailureCategory.RETRY_SOON, Backoff.Soon.JITTERED, maxAttempts));
  }

  @ParameterizedTest
  @CsvSource({
    "131016, PT10S, PT5M, 6",
    "131049, PT24H, PT24H, 1",
    "131053, PT60S, PT60S, 2",
    "131057, PT60S, PT15M, 5",
    "134101, PT10M, PT10M, 5",
    "2494100, PT2M, PT15M, 5",
  })
  void statedWaits_areThese(int code, Duration delay, Duration cap, int maxAttempts) {
    Again again = (Again) of(code);

    assertThat(again.backoff()).isEqualTo(new Backoff.Later(delay, cap));
    assertThat(again.maxAttempts()).isEqualTo(maxAttempts);
  }

  @Test
  void pairRate_hasItsOwnBackoff() {
    assertThat(of(131056)).isEqualTo(new Again(FailureCategory.RETRY_LATER, new Backoff.Pair(), 7));
  }

  @ParameterizedTest
  @CsvSource({"4, PT10M", "80007, PT10M", "130429, PT1.5S"})
  void throttles_holdThisLong(int code, Duration hold) {
    assertThat(of(code)).isEqualTo(new Throttle(hold));
  }

  @ParameterizedTest
  @CsvSource({"5", "199", "300", "400", "404", "500", "131001", "999999"})
  void unlistedCode_isUnknown(int code) {
    assertThat(MetaErrors.of(code)).isNull();
  }
}
