package io.campaigndispatch.dispatcher.retry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryPolicyTest {

  private static final Backoff LATER =
      new Backoff.Later(Duration.ofMinutes(1), Duration.ofMinutes(10));

  @ParameterizedTest
  @CsvSource({"1, 1000", "2, 2000", "3, 4000", "6, 32000", "7, 60000", "1000, 60000"})
  void soon_isAnyWaitUpToOneSecondDoublingToSixty(int attempt, long ceiling) {
    assertThat(RetryPolicy.delay(Backoff.Soon.JITTERED, attempt, 1).toMillis()).isEqualTo(ceiling);
    assertThat(RetryPolicy.delay(Backoff.Soon.JITTERED, attempt, 0.25).toMillis())
        .isEqualTo(ceiling / 4);
    assertThat(RetryPolicy.delay(Backoff.Soon.JITTERED, attempt, 0)).isZero();
  }

  @Test
  void soon_isNeverShorterThanTheVendorAsked() {
    Backoff asked = new Backoff.Soon(Duration.ofSeconds(7));

    assertThat(RetryPolicy.delay(asked, 1, 1)).hasSeconds(7);
    assertThat(RetryPolicy.delay(asked, 7, 1)).hasSeconds(60);
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 2", "4, 8", "5, 10", "100, 10"})
  void later_doublesUpToItsCap(int attempt, long minutes) {
    assertThat(RetryPolicy.delay(LATER, attempt, 0)).hasMinutes(minutes);
  }

  @Test
  void later_isSpreadOverATenth() {
    assertThat(RetryPolicy.delay(LATER, 1, 1)).hasSeconds(66);
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 4", "3, 16", "6, 1024", "7, 1024"})
  void pair_isFourToThePowerOfTheAttempt(int attempt, long seconds) {
    assertThat(RetryPolicy.delay(new Backoff.Pair(), attempt, 0.5)).hasSeconds(seconds);
  }
}
