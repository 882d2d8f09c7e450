package io.campaigndispatch.dispatcher.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.dispatcher.core.Homes;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.common.Uuid;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Homes stay where they were adopted, whatever becomes of the requests topic's partitions. */
@Timeout(60)
class TopicGrowthTest {

  private static final Instant FIRST = Instant.parse("2026-11-20T02:00:00Z");
  private static final Instant LATER = FIRST.plusSeconds(3600);

  private static BrokerFixture broker;

  private TopicSettings settings;
  private TopicSettings settingsWithoutCreation;
  private String requests;

  @BeforeAll
  static void start(@TempDir Path folder) {
    broker = BrokerFixture.start(folder);
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @BeforeEach
  void choosePrefix(TestInfo test) {
    String prefix = test.getTestMethod().orElseThrow().getName() + ".";
    settings = new TopicSettings(prefix, true, 4, null);
    settingsWithoutCreation = new TopicSettings(prefix, false, 4, null);
    requests = settings.names().requests();
  }

  @Test
  void workersAdoptingAtOnce_agree() {
    broker.ready(settings, FIRST);
    AdoptionLog adoptions = broker.adoptions(settings);
    Uuid topicId = Uuid.randomUuid();

    List<CompletableFuture<AdoptionResult>> workers =
        IntStream.range(0, 6)
            .mapToObj(i -> adoption(topicId, 4 + i))
            .map(mine -> CompletableFuture.supplyAsync(() -> adoptions.adopt(mine)))
            .toList();

    assertThat(workers).extracting(CompletableFuture::join).containsOnly(adoptions.find(topicId));
    assertThat(adoptions.find(topicId)).isInstanceOf(AdoptionResult.Found.class);
  }

  @Test
  void secondAdoption_leavesTheFirst() {
    broker.ready(settings, FIRST);
    AdoptionLog adoptions = broker.adoptions(settings);
    Uuid topicId = Uuid.randomUuid();
    AdoptionResult first = adoptions.adopt(adoption(topicId, 4));

    assertThat(adoptions.adopt(adoption(topicId, 6))).isEqualTo(first);
    assertThat(adoptions.adopt(adoption(Uuid.randomUuid(), 6))).isNotEqualTo(first);
  }

  @Test
  void laterStart_findsWhatTheFirstAdopted() {
    assertThat(broker.ready(settings, LATER).adoption())
        .isEqualTo(broker.ready(settings, FIRST).adoption());
  }

  @Test
  void grownRequests_keepEveryHomeAndExtendTheOthers() {
    Homes before = new Homes(broker.ready(settings, FIRST).adoption().homePartitions());
    broker.grow(requests, 6);

    TopicResult.Ready ready = broker.ready(settings, LATER);

    Homes after = new Homes(ready.adoption().homePartitions());
    assertThat(workspaceIds()).allMatch(id -> after.of(id) == before.of(id));
    assertThat(workspaceIds()).anyMatch(id -> new Homes(6).of(id) != before.of(id));
    assertThat(ready.partitions()).isEqualTo(6);
    assertThat(ready.isGrown()).isTrue();
    assertThat(companions()).extracting(broker::partitions).containsOnly(6);
    assertThat(broker.partitions(settings.names().outcomes())).isEqualTo(4);
  }

  @Test
  void grownRequestsWhoseProgressIsGone_areRefused() {
    broker.ready(settings, FIRST);
    broker.grow(requests, 6);
    broker.ready(settings, LATER);

    broker.delete(settings.names().progress());

    assertThat(broker.prepare(settings, LATER))
        .isEqualTo(
            new TopicResult.Refused(
                List.of(
                    "topic %s: expected 6 partitions like %s, found 4"
                        .formatted(settings.names().outcomes(), requests))));
  }

  @Test
  void grownRequestsWhereCreationIsOff_areRefusedByName() {
    String prefix = settings.prefix();
    broker.ready(settings, FIRST);
    broker.grow(requests, 6);
    broker.grow(settings.names().deadLetters(), 6);

    assertThat(broker.prepare(settingsWithoutCreation, LATER))
        .isEqualTo(
            new TopicResult.Refused(
                Stream.of("delay", "journal", "progress")
                    .map(
                        topic ->
                            ("topic %1$s%2$s: expected at least 6 partitions like %1$srequests,"
                                    + " found 4, and dispatch.topics.create is false")
                                .formatted(prefix, topic))
                    .toList()));
  }

  @Test
  void topicThatAnOperatorGrewFurther_isFineOnceAdopted() {
    broker.ready(settings, FIRST);
    broker.grow(settings.names().outcomes(), 5);

    assertThat(broker.ready(settings, LATER).partitions()).isEqualTo(4);
  }

  @Test
  void requestsCreatedAnewWithMorePartitions_areAdoptedAnew() {
    Adoption before = broker.ready(settings, FIRST).adoption();
    broker.send(settings.names().journal(), 2, 7);
    broker.delete(requests);
    broker.create(requests, 5);

    Adoption anew = broker.ready(settings, LATER).adoption();

    assertThat(anew.topicId()).isNotEqualTo(before.topicId());
    assertThat(anew.homePartitions()).isEqualTo(5);
    assertThat(anew.idHashKey()).isNotEqualTo(before.idHashKey());
    assertThat(anew.adoptedAt()).isEqualTo(LATER);
    assertThat(companions()).extracting(broker::partitions).containsOnly(5);
    assertThat(broker.partitions(settings.names().outcomes())).isEqualTo(5);
    assertThat(broker.ready(settings, LATER.plusSeconds(1)).adoption()).isEqualTo(anew);
  }

  @Test
  void requestsCreatedAnew_leaveTheJournalOfTheOldOnesBehind() {
    assertThat(broker.ready(settings, FIRST).adoption().journalFrom()).isEmpty();
    broker.send(settings.names().journal(), 2, 7);
    broker.delete(requests);

    Adoption anew = broker.ready(settings, LATER).adoption();

    assertThat(anew.journalFrom()).isEqualTo(Map.of(0, 0L, 1, 0L, 2, 7L, 3, 0L));
    assertThat(anew.journalFrom(2)).isEqualTo(7);
    assertThat(anew.journalFrom(9)).isZero();
  }

  @Test
  void requestsCreatedAnewWithFewerPartitions_areAdoptedAnew() {
    broker.ready(settings, FIRST);
    broker.delete(requests);
    broker.create(requests, 2);

    assertThat(broker.ready(settings, LATER).adoption().homePartitions()).isEqualTo(2);
  }

  @Test
  void growthWhileRunning_extendsTheOthersAsFarAsTheRequests() {
    TopicResult.Ready ready = broker.ready(settings, FIRST);
    try (CompanionTopics topics = new CompanionTopics(broker.admin(), settings, ready)) {
      assertThat(topics.ensure(4)).isTrue();
      broker.grow(requests, 6);

      assertThat(topics.ensure(5)).isFalse();
      awaitTrue(() -> topics.ensure(5));

      assertThat(topics.ensure(6)).isTrue();
      assertThat(companions()).extracting(broker::partitions).containsOnly(6);
    }
  }

  @Test
  void growthWhileRunningNoticedByTwoWorkers_isOne() {
    TopicResult.Ready ready = broker.ready(settings, FIRST);
    try (CompanionTopics one = new CompanionTopics(broker.admin(), settings, ready);
        CompanionTopics other = new CompanionTopics(broker.admin(), settings, ready)) {
      broker.grow(requests, 5);

      awaitTrue(() -> one.ensure(5) & other.ensure(5));

      assertThat(companions()).extracting(broker::partitions).containsOnly(5);
    }
  }

  @Test
  void growthWhileRunningWhereCreationIsOff_waitsForTheOperator() {
    TopicResult.Ready ready = broker.ready(settings, FIRST);
    try (CompanionTopics topics =
        new CompanionTopics(broker.admin(), settingsWithoutCreation, ready)) {
      broker.grow(requests, 5);
      assertThat(topics.ensure(5)).isFalse();

      companions().forEach(topic -> broker.grow(topic, 5));

      awaitTrue(() -> topics.ensure(5));
    }
  }

  private static void awaitTrue(Callable<Boolean> condition) {
    Awaitility.await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(10))
        .until(condition);
  }

  private static Adoption adoption(Uuid topicId, int homePartitions) {
    return new Adoption(topicId, homePartitions, HashKey.random(), FIRST, Map.of());
  }

  private List<String> companions() {
    return List.of(
        settings.names().deadLetters(),
        settings.names().delay(),
        settings.names().journal(),
        settings.names().progress());
  }

  private static List<String> workspaceIds() {
    return IntStream.range(0, 1_000).mapToObj(i -> "workspace-" + i).toList();
  }
}
