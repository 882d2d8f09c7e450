package io.campaigndispatch.model.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TimesTest {

  @Test
  void milliseconds_areWrittenAsJavaDoes_whateverWasWrittenBefore() {
    var formatter = new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);
    var random = new SplittableRandom(7);
    for (int i = 0; i < 2_000; i++) {
      long most = random.nextBoolean() ? 3_000 : 400_000_000_000_000L;
      Instant instant = Instant.ofEpochMilli(random.nextLong(-most, most)).plusNanos(i);
      assertThat(Times.milliseconds(instant)).isEqualTo(formatter.format(instant));
    }
  }
}
