package io.campaigndispatch.dispatcher.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.model.wire.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** Topics that are deleted while a worker runs, on a real broker; the test says when it looks. */
class DeletedTopicsTest {

  @TempDir private static Path folder;
  private static BrokerFixture broker;

  private String prefix;
  private TopicSettings settings;
  private Topics names;
  private Adoption adoption;
  private int told;
  private DeletedTopics deleted;

  @BeforeAll
  static void start() {
    broker = BrokerFixture.start(folder);
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @BeforeEach
  void prepare(TestInfo test) {
    prefix = test.getTestMethod().orElseThrow().getName() + ".";
    settings = new TopicSettings(prefix, true, 4, null);
    names = settings.names();
    adoption = broker.ready(settings, Instant.EPOCH).adoption();
    deleted = looking(settings);
  }

  private DeletedTopics looking(TopicSettings with) {
    DeletedTopics looking =
        new DeletedTopics(broker.admin(), broker.adoptions(settings), with, adoption, () -> told++);
    looking.look();
    return looking;
  }

  @AfterEach
  void close() {
    deleted.close();
  }

  private void awaitPartitions(String topic) {
    Awaitility.await()
        .ignoreExceptions()
        .pollInterval(Duration.ofMillis(10))
        .until(() -> broker.partitions(topic) == 4);
  }

  @Test
  void outcomesDeleted_areCreatedAnew() {
    broker.delete(names.outcomes());

    deleted.look();

    awaitPartitions(names.outcomes());
    assertThat(told).isZero();
  }

  @Test
  void progressDeleted_isCreatedAnewWithTheAdoption_andToldOnce() {
    broker.delete(names.progress());

    deleted.look();
    awaitPartitions(names.progress());
    Awaitility.await()
        .until(
            () -> {
              deleted.look();
              return told > 0;
            });
    deleted.look();

    assertThat(told).isEqualTo(1);
    assertThat(broker.adoptions(settings).find(adoption.topicId()))
        .isEqualTo(new AdoptionResult.Found(adoption));
    assertThat(broker.ready(settings, Instant.MAX).adoption()).isEqualTo(adoption);
  }

  @Test
  void journalDeleted_isLeftToTheOperator() {
    broker.delete(names.journal());
    broker.delete(names.outcomes());

    deleted.look();

    awaitPartitions(names.outcomes());
    assertThat(BrokerFixture.await(broker.admin().listTopics().names()))
        .doesNotContain(names.journal());
  }

  @Test
  void creationOff_leavesAllToTheOperator() {
    DeletedTopics without = looking(new TopicSettings(prefix, false, 4, null));
    broker.delete(names.outcomes());

    without.look();
    without.close();

    assertThat(BrokerFixture.await(broker.admin().listTopics().names()))
        .doesNotContain(names.outcomes());
  }
}
