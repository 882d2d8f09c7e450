package io.campaigndispatch.dispatcher.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.model.send.Priority;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class DelayedLogTest {

  private static final Now NOW = new Now(0, Samples.BEGINNING_MILLIS);

  /** Ten requests wait for tomorrow. */
  private static DelayedLog parked() {
    DelayedLog log = new DelayedLog(Delayed.none(), 0, 0);
    for (long offset = 0; offset < 10; offset++) {
      log.parked(offset, "acme", Priority.BULK, NOW.millis() + 86_400_000, NOW);
    }
    return log;
  }

  private static List<Long> offsets(long from, long to) {
    return LongStream.range(from, to).boxed().toList();
  }

  @Test
  void lookAtAll_whileThatGoesOn_theRestComesFirst_thenWhatWasLookedAtBefore() {
    DelayedLog log = parked();
    log.lookAtAll();
    assertThat(log.takeLooks(4)).isEqualTo(offsets(0, 4));
    log.lookAtAll();
    assertThat(log.takeLooks(4)).isEqualTo(offsets(4, 8));
    log.lookAtAll();
    assertThat(log.takeLooks(4)).isEqualTo(offsets(8, 10));

    assertThat(log.nextMillis()).isZero();
    assertThat(log.takeLooks(100)).isEqualTo(offsets(0, 8));
    assertThat(log.takeLooks(100)).isEmpty();
    assertThat(log.nextMillis()).isPositive();
  }

  @Test
  void lookAt_aheadOfWhereItIs_isReachedInTurn() {
    DelayedLog log = parked();
    log.lookAt(0, 4);
    assertThat(log.takeLooks(2)).isEqualTo(offsets(0, 2));
    log.lookAt(6, 7);
    assertThat(log.takeLooks(100)).isEqualTo(offsets(2, 7));
    assertThat(log.takeLooks(100)).isEmpty();
  }
}
