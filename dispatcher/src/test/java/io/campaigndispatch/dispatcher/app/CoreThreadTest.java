package io.campaigndispatch.dispatcher.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.campaigndispatch.dispatcher.core.CoreEvent;
import io.campaigndispatch.dispatcher.core.CoreSettings;
import io.campaigndispatch.dispatcher.core.DispatchCore;
import io.campaigndispatch.dispatcher.template.TemplateGate;
import io.campaigndispatch.dispatcher.template.TemplateRegistry;
import io.campaigndispatch.dispatcher.template.UnlistedPolicy;
import io.campaigndispatch.model.workspace.Directory;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CoreThreadTest {

  /** The last: the thread lost the processor meanwhile, and metrics stood still for 50 s. */
  @ParameterizedTest
  @CsvSource({"1, 250", "8, 800", "19, 1900", "500, 2000"})
  void snapshot_isTakenAgain_afterAHundredTimesAsLong_butWithinSeconds(
      long lastedMillis, long untilNextMillis) {
    assertThat(CoreThread.untilNextSnapshot(Duration.ofMillis(lastedMillis).toNanos()))
        .isEqualTo(Duration.ofMillis(untilNextMillis).toNanos());
  }

  @Test
  void silence_isTimeSinceTheLastSnapshot() {
    CoreThread thread = new CoreThread(core(), _ -> {}, _ -> {});
    long now = System.nanoTime();

    assertThat(thread.silence(now + Duration.ofMinutes(2).toNanos()))
        .isBetween(Duration.ofMinutes(2), Duration.ofMinutes(3));
    assertThat(thread.silence(now - Duration.ofMinutes(2).toNanos())).isZero();
  }

  @Test
  void silence_ofACoreThatHangs_lastsUntilItsNextSnapshot() throws InterruptedException {
    CountDownLatch hangs = new CountDownLatch(1);
    CountDownLatch goesOn = new CountDownLatch(1);
    try (CoreThread thread =
        new CoreThread(
            core(),
            _ -> {
              hangs.countDown();
              awaitUninterruptibly(goesOn);
            },
            _ -> {})) {
      thread.start();
      thread.post(new CoreEvent.GroupSilent());
      hangs.await();
      Duration silent = thread.silence(System.nanoTime());
      long later = System.nanoTime() + Duration.ofSeconds(60).toNanos();
      assertThat(thread.silence(later)).isGreaterThanOrEqualTo(silent.plusSeconds(60));

      goesOn.countDown();
      await().until(() -> thread.silence(later).compareTo(Duration.ofSeconds(60)) < 0);
    }
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static DispatchCore core() {
    return new DispatchCore(
        new CoreSettings(1, 1 << 20, 1_000, 1_000),
        Directory.EMPTY,
        _ -> {
          throw new AssertionError("nothing is sent");
        },
        new TemplateGate(TemplateRegistry.of(Directory.EMPTY), UnlistedPolicy.PASS),
        new SplittableRandom(1),
        WorkerClock.now());
  }
}
