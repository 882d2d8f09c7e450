package io.campaigndispatch.chaos.outage;

import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.demo.run.Installation;
import io.campaigndispatch.demo.scenario.Fleet;
import io.campaigndispatch.demo.scenario.Fleets;
import io.campaigndispatch.model.outcome.Status;
import io.campaigndispatch.model.wire.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Somebody takes the right to write outcomes away, and gives it back. */
@Timeout(300)
class RefusedResultsIT {

  private static final Fleet FLEET = Fleets.of(12, 3_000);
  private static final int MESSAGES = 2_400;
  private static final int MOST_UNWRITTEN = 1_500;

  /** Ten seconds without a result that was taken; a call lasts a while. */
  private static final Duration CALLS_STOP = Duration.ofSeconds(13);

  private static final Duration LASTS = Duration.ofSeconds(17);

  @TempDir private Path folder;

  @Test
  void outcomesRefused_callsStopAndItIsTold_thenAllEndsOnce()
      throws IOException, InterruptedException {
    try (OneBroker broker = OneBroker.start(folder);
        Installation installation = Installation.prepare(folder, FLEET, broker.direct())) {
      installation.startDispatcher(
          "--dispatch.topics.partitions=6", "--dispatch.max-unwritten=" + MOST_UNWRITTEN);
      Batches batches = new Batches(installation, FLEET, MESSAGES);
      batches.publish("batch");
      Probes.await(() -> batches.ended() > MESSAGES / 4);

      Watch watch =
          Watch.over(
              installation,
              () -> broker.forbidWriting(Topics.DEFAULT.outcomes()),
              CALLS_STOP,
              LASTS);
      System.out.println("refused: " + watch);
      watch.assertIdle(MOST_UNWRITTEN);
      assertThat(Files.readString(installation.logFile())).contains("Kafka refuses results");
      broker.permitWriting(Topics.DEFAULT.outcomes());

      batches.assertEnded("batch", Status.ACCEPTED);
      batches.assertCalledOnce();
    }
  }
}
