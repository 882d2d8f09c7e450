package io.campaigndispatch.dispatcher.core;

import static io.campaigndispatch.dispatcher.core.RequestSample.request;
import static io.campaigndispatch.dispatcher.core.WorkspaceSample.workspace;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Kafka takes no results: nobody is called for results that cannot be recorded. */
class UnwrittenTest {

  private final CoreHarness harness =
      CoreHarness.reading(Samples.directory(workspace("acme").build()));

  private int numbers;

  private void read(String id) {
    harness.read(request("acme", id).to("+52155" + (10_000_000 + numbers++)));
  }

  private void answered(String id) {
    read(id);
    harness.acceptAll();
  }

  @Test
  void resultsThatWaitForTenSeconds_stopCalls_untilTheyAreWritten() {
    answered("r1");
    harness.elapse(Duration.ofSeconds(10));
    answered("r2");
    assertThat(harness.outcomes()).hasSize(2);

    harness.elapse(Duration.ofMillis(1));
    read("r3");
    harness.elapse(Duration.ofMinutes(3));
    assertThat(harness.inFlight()).isEmpty();

    harness.commitWrites();
    assertThat(harness.inFlight()).containsExactly("r3");
  }

  @Test
  void resultsThatAreWrittenAllTheWhile_stopNothing() {
    for (int i = 0; i < 20; i++) {
      answered("r" + i);
      harness.elapse(Duration.ofSeconds(6));
      harness.commitWrites();
    }

    assertThat(harness.outcomes()).hasSize(20);
  }

  @Test
  void nothingToWrite_stopsNothing_howeverLong() {
    harness.elapse(Duration.ofHours(1));
    read("r1");

    assertThat(harness.inFlight()).containsExactly("r1");
  }
}
