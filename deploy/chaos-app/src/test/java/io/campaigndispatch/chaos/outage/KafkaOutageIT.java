package io.campaigndispatch.chaos.outage;

import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.chaos.plan.Weather;
import io.campaigndispatch.demo.run.Installation;
import io.campaigndispatch.demo.scenario.Fleet;
import io.campaigndispatch.demo.scenario.Fleets;
import io.campaigndispatch.model.outcome.Status;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Kafka cannot be reached for longer than the worker's session lasts and than its writes may take:
 * calls stop, nothing is forgotten, and all goes on by itself. With {@code -Doutage.seconds=180} it
 * lasts three minutes, and every time-out is the worker's own.
 */
@Timeout(480)
class KafkaOutageIT {

  private static final Fleet FLEET = Fleets.of(12, 3_000);
  private static final int MESSAGES = 2_400;
  private static final int MOST_UNWRITTEN = 1_500;

  /** The group's silence is noticed after five seconds; a call lasts a while. */
  private static final Duration CALLS_STOP = Duration.ofSeconds(8);

  private static final int FULL_SECONDS = Integer.getInteger("outage.seconds", 0);

  /** So that in half a minute everything times out that would in three. */
  private static final List<String> SHORT_TIMES =
      List.of(
          "--spring.kafka.consumer.properties.session.timeout.ms=6000",
          "--spring.kafka.producer.properties.request.timeout.ms=3000",
          "--spring.kafka.producer.properties.delivery.timeout.ms=8000",
          "--spring.kafka.producer.properties.max.block.ms=5000");

  @TempDir private Path folder;

  @Test
  void kafkaAway_callsStop_thenAllEndsOnce() throws IOException, InterruptedException {
    outlives(Weather.CLOSED, 20);
  }

  /**
   * Half deaf, the worker's last transaction surely stays open; Kafka's clients would let it time
   * out after a minute.
   */
  @EnabledIfSystemProperty(
      named = "outage.seconds",
      matches = "\\d+",
      disabledReason = "takes minutes: -Doutage.seconds=180")
  @ParameterizedTest
  @CsvSource({"DEAF, 75", "CUT, 30", "CLOSED, 20"})
  void kafkaOutOfReachForLong_callsStop_thenAllEndsOnce(Weather weather, int seconds)
      throws IOException, InterruptedException {
    outlives(weather, seconds);
  }

  private void outlives(Weather weather, int seconds) throws IOException, InterruptedException {
    try (OneBroker broker = OneBroker.start(folder);
        Installation installation = Installation.prepare(folder, FLEET, broker.forTheWorker())) {
      installation.startDispatcher(settings());
      Batches batches = new Batches(installation, FLEET, MESSAGES);
      batches.publish("batch");
      Probes.await(() -> batches.ended() > MESSAGES / 4);
      assertThat(Probes.isReady(installation)).isTrue();

      Duration lasts = Duration.ofSeconds(Math.max(seconds, FULL_SECONDS));
      Watch watch = Watch.over(installation, () -> broker.set(weather), CALLS_STOP, lasts);
      System.out.println(weather + " for " + lasts + ": " + watch);
      watch.assertIdle(MOST_UNWRITTEN);
      assertThat(Probes.isReady(installation)).isFalse();
      broker.set(Weather.CLEAR);

      batches.assertEnded("batch", Status.ACCEPTED);
      batches.assertCalledOnce();
      assertThat(Probes.isReady(installation)).isTrue();
    }
  }

  private static String[] settings() {
    List<String> settings = new ArrayList<>();
    settings.add("--dispatch.topics.partitions=6");
    settings.add("--dispatch.max-unwritten=" + MOST_UNWRITTEN);
    if (FULL_SECONDS == 0) {
      settings.addAll(SHORT_TIMES);
    }
    return settings.toArray(String[]::new);
  }
}
