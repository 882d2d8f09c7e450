package io.campaigndispatch.chaos.outage;

import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.demo.run.Installation;
import io.campaigndispatch.demo.scenario.Fleet;
import io.campaigndispatch.demo.scenario.Fleets;
import io.campaigndispatch.model.outcome.Status;
import io.campaigndispatch.model.wire.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Somebody deletes a topic that the worker writes to. */
@Timeout(180)
class DeletedTopicIT {

  private static final String OUTCOMES = Topics.DEFAULT.outcomes();
  private static final String PROGRESS = Topics.DEFAULT.progress();
  private static final int PARTITIONS = 3;
  private static final String[] SETTINGS = {
    "--dispatch.topics.partitions=" + PARTITIONS,
    // Half a minute otherwise: this is how soon new partitions are noticed.
    "--spring.kafka.consumer.properties.metadata.max.age.ms=300"
  };

  private static final Fleet FLEET = Fleets.of(12, 300);

  @TempDir private Path folder;

  private OneBroker broker;
  private Installation installation;
  private Batches batches;

  @BeforeEach
  void start() throws IOException, InterruptedException {
    broker = OneBroker.start(folder);
    installation = Installation.prepare(folder, FLEET, broker.direct());
    installation.startDispatcher(SETTINGS);
    batches = new Batches(installation, FLEET, 60);
    batches.publish("before");
    batches.assertEnded("before", Status.ACCEPTED);
  }

  @AfterEach
  void stop() throws IOException, InterruptedException {
    installation.close();
    broker.close();
  }

  @Test
  void outcomesDeleted_areCreatedAnew_andEveryLaterRequestEndsOnce() {
    broker.delete(OUTCOMES);
    batches.publish("after");

    Probes.await(() -> broker.exists(OUTCOMES));
    batches.assertEnded("after", Status.ACCEPTED);
    batches.assertCalledOnce();
    assertThat(log()).contains("topic dispatch.outcomes was deleted: it is created anew");
  }

  private void deleteProgress() {
    broker.delete(PROGRESS);
    Probes.await(() -> log().contains("the progress topic was created anew"));
    assertThat(log()).contains("topic dispatch.progress was deleted: it is created anew");
  }

  private String log() {
    try {
      return Files.readString(installation.logFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void progressDeleted_isCreatedAnew_theNextOwnerKnowsWhatWasDone_andHomesStayWhereTheyWere() {
    broker.grow(Topics.DEFAULT.requests(), PARTITIONS + 2);
    batches.publish("grown");
    batches.assertEnded("grown", Status.ACCEPTED);
    deleteProgress();
    batches.publish("after");
    batches.assertEnded("after", Status.ACCEPTED);

    installation.stopDispatcher();
    installation.startDispatcher(SETTINGS);
    batches.repeat("after");
    batches.assertEnded("after", Status.ACCEPTED, Status.DUPLICATE);
    assertThat(log()).doesNotContain("snapshot cannot be read");

    // By the new partition count some workspaces' home would be another, and nothing would move.
    long moved = moved();
    batches.publish("last");
    batches.assertEnded("last", Status.ACCEPTED);
    Probes.await(() -> moved() > moved);
    batches.assertCalledOnce();
  }

  private long moved() {
    return installation.snapshot().workspaces().values().stream()
        .mapToLong(one -> one.tally().moved())
        .sum();
  }
}
