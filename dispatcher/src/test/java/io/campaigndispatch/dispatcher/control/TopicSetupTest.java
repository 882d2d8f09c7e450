package io.campaigndispatch.dispatcher.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.dispatcher.embedded.EmbeddedBroker;
import io.campaigndispatch.dispatcher.embedded.TestBrokers;
import io.campaigndispatch.model.wire.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Missing topics are created, existing ones judged and left alone; each test has its own prefix.
 */
@Timeout(60)
class TopicSetupTest {

  private static final Instant NOW = Instant.parse("2026-11-20T02:00:00Z");

  private static EmbeddedBroker broker;
  private static Admin admin;

  private String prefix;

  @BeforeAll
  static void start(@TempDir Path folder) {
    broker = TestBrokers.start(folder);
    admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
  }

  @AfterAll
  static void stop() {
    admin.close();
    broker.close();
  }

  @BeforeEach
  void choosePrefix(TestInfo test) {
    prefix = test.getTestMethod().orElseThrow().getName() + ".";
  }

  @Test
  void missingTopics_areCreatedAsTheInterfaceSays() {
    assertReady(prepare(), 3);

    assertThat(states())
        .containsExactly(
            state("requests", 3, days(14), 2_097_152),
            state("outcomes", 3, days(7), 4_194_304),
            state("dead-letters", 3, days(30), 2_162_688),
            state("journal", 3, days(14), 4_194_304),
            new TopicState(
                prefix + "progress", 3, "compact", Duration.ofDays(7).toMillis(), -1L, 2_097_152),
            control("workspaces"),
            control("campaigns"),
            control("suppressions"));
    assertThat(settingsOf(prefix + "progress"))
        .containsEntry("segment.bytes", "8388608")
        .containsEntry("min.cleanable.dirty.ratio", "0.1");
  }

  @Test
  void secondStart_findsEverythingInOrder() {
    prepare();
    List<TopicState> before = states();

    assertReady(prepare(), 3);
    assertThat(states()).isEqualTo(before);
  }

  @Test
  void existingRequests_areAdoptedWithTheirPartitionsRetentionAndSize() {
    create("requests", 5, Map.of("retention.ms", days(60), "max.message.bytes", "1048588"));

    assertReady(prepare(), 5);
    assertThat(states())
        .contains(
            state("requests", 5, days(60), 1_048_588),
            state("dead-letters", 5, days(30), 1_114_124),
            state("journal", 5, days(60), 4_194_304));
  }

  @Test
  void retentionOfRequests_isPartOfTheResult() {
    create("requests", 1, Map.of("retention.ms", days(60)));

    assertThat(prepare())
        .isInstanceOfSatisfying(
            TopicResult.Ready.class,
            ready -> assertThat(ready.retention()).isEqualTo(Duration.ofDays(60)));
  }

  @Test
  void requestsKeptForEver_getAJournalKeptForEver() {
    create("requests", 1, Map.of("retention.ms", "-1"));

    assertThat(prepare())
        .isInstanceOfSatisfying(
            TopicResult.Ready.class, ready -> assertThat(ready.retention()).isNull());
    assertThat(states()).contains(state("journal", 1, "-1", 4_194_304));
  }

  @Test
  void workersStartingTogether_areAllReady() {
    List<CompletableFuture<TopicResult>> workers =
        Stream.generate(() -> CompletableFuture.supplyAsync(this::prepare)).limit(4).toList();

    assertReady(workers.getFirst().join(), 3);
    assertThat(workers).extracting(CompletableFuture::join).containsOnly(workers.getFirst().join());
  }

  @Test
  void coPartitionedTopicWithOtherPartitions_isNamed() {
    create("requests", 2, Map.of());
    create("outcomes", 3, Map.of());

    assertThat(prepare())
        .isEqualTo(refused("topic %1$soutcomes: expected 2 partitions like %1$srequests, found 3"));
  }

  @Test
  void compactedTopic_isNamed() {
    create("requests", 3, Map.of("cleanup.policy", "compact"));

    assertThat(prepare())
        .isEqualTo(refused("topic %1$srequests: expected cleanup.policy delete, found compact"));
  }

  @Test
  void deadLettersTooSmallForARequest_areNamed() {
    create("dead-letters", 3, Map.of("retention.ms", days(30), "max.message.bytes", "2097152"));

    assertThat(prepare())
        .isEqualTo(
            refused(
                "topic %1$sdead-letters: expected max.message.bytes of at least 2162688 (65536 more"
                    + " than %1$srequests), found 2097152"));
  }

  @Test
  void deadLettersKeptLessThan30Days_areNamed() {
    create("dead-letters", 3, Map.of("retention.ms", days(1)));

    assertThat(prepare())
        .isEqualTo(
            refused(
                "topic %1$sdead-letters: expected retention.ms of at least 2592000000 (30d), found"
                    + " 86400000 (1d)"));
  }

  @Test
  void journalKeptShorterThanRequests_isNamed() {
    create("requests", 3, Map.of("retention.ms", "-1"));
    create("journal", 3, Map.of("retention.ms", days(14)));

    assertThat(prepare())
        .isEqualTo(
            refused(
                "topic %1$sjournal: expected retention.ms of at least -1 (no limit), that of"
                    + " %1$srequests, found 1209600000 (14d)"));
  }

  @Test
  void progressThatIsNotCompactedOrTooSmallForAChunk_isNamed() {
    create("progress", 3, Map.of("max.message.bytes", "1048588"));

    assertThat(prepare())
        .isEqualTo(
            refused(
                "topic %1$sprogress: expected cleanup.policy compact, found delete",
                "topic %1$sprogress: expected max.message.bytes of at least 1114112, found"
                    + " 1048588"));
  }

  @Test
  void controlTopicThatIsNotCompactedOrHasMorePartitions_isNamed() {
    create("campaigns", 2, Map.of());

    assertThat(prepare())
        .isEqualTo(
            refused(
                "topic %1$scampaigns: expected 1 partition, found 2",
                "topic %1$scampaigns: expected cleanup.policy compact, found delete"));
  }

  @Test
  void journalBoundedInSize_isNamed() {
    create("journal", 3, Map.of("retention.ms", days(14), "retention.bytes", "1000000"));

    assertThat(prepare())
        .isEqualTo(
            refused("topic %1$sjournal: expected retention.bytes -1 (no limit), found 1000000"));
  }

  @Test
  void everyProblem_isNamedAndNothingIsCreated() {
    create("requests", 2, Map.of("cleanup.policy", "compact,delete"));
    create("journal", 1, Map.of("retention.ms", days(1)));

    assertThat(prepare())
        .isEqualTo(
            refused(
                "topic %1$srequests: expected cleanup.policy delete, found compact,delete",
                "topic %1$sjournal: expected 2 partitions like %1$srequests, found 1",
                "topic %1$sjournal: expected retention.ms of at least 604800000 (7d), that of"
                    + " %1$srequests, found 86400000 (1d)"));
    assertThat(states())
        .extracting(TopicState::name)
        .containsOnly(prefix + "requests", prefix + "journal");
  }

  @Test
  void missingTopicWhereCreationIsOff_isNamed() {
    create("requests", 2, Map.of());
    create("outcomes", 2, Map.of());
    create("delay", 2, Map.of("retention.ms", "-1", "max.message.bytes", "8388608"));
    create("journal", 2, Map.of());
    create("progress", 2, Map.of("cleanup.policy", "compact"));
    create("workspaces", 1, Map.of("cleanup.policy", "compact"));
    create("campaigns", 1, Map.of("cleanup.policy", "compact"));
    create("suppressions", 1, Map.of("cleanup.policy", "compact"));

    assertThat(setup(admin, new TopicSettings(prefix, false, 3, null)).prepare(NOW))
        .isEqualTo(
            refused(
                "topic %1$sdead-letters: expected it to exist, since dispatch.topics.create is"
                    + " false"));
  }

  @Test
  void replicationTheClusterCannotGive_isNamed() {
    assertThat(setup(admin, new TopicSettings(prefix, true, 3, (short) 3)).prepare(NOW))
        .isInstanceOfSatisfying(
            TopicResult.Refused.class,
            refused ->
                assertThat(refused.problems())
                    .singleElement()
                    .asString()
                    .startsWith("topic " + prefix + "requests: could not be created: ")
                    .contains("replication factor of 3 cannot be reached"));
  }

  @Test
  void clusterThatDoesNotAnswer_isOneLine() {
    Map<String, Object> client =
        Map.of(
            "bootstrap.servers", "127.0.0.1:1",
            "request.timeout.ms", 200,
            "default.api.timeout.ms", 500);
    try (Admin nobody = Admin.create(client)) {
      assertThat(setup(nobody, new TopicSettings(prefix, true, 3, null)).prepare(NOW))
          .isInstanceOfSatisfying(
              TopicResult.Refused.class,
              refused ->
                  assertThat(refused.problems())
                      .singleElement()
                      .asString()
                      .startsWith("topics: Kafka does not answer as expected: Timed out waiting"));
    }
  }

  private TopicResult prepare() {
    return setup(admin, new TopicSettings(prefix, true, 3, null)).prepare(NOW);
  }

  private static TopicSetup setup(Admin admin, TopicSettings settings) {
    return new TopicSetup(
        admin,
        BrokerFixture.adoptions(broker.bootstrapServers(), settings.names().progress()),
        settings,
        time -> LockSupport.parkNanos(time.toNanos()));
  }

  private void assertReady(TopicResult result, int partitions) {
    assertThat(result)
        .isInstanceOfSatisfying(
            TopicResult.Ready.class,
            ready -> {
              assertThat(ready.names()).isEqualTo(new Topics(prefix));
              assertThat(ready.partitions()).isEqualTo(partitions);
              assertThat(ready.adoption().homePartitions()).isEqualTo(partitions);
              assertThat(ready.adoption().adoptedAt()).isEqualTo(NOW);
              assertThat(ready.isGrown()).isFalse();
            });
  }

  private TopicResult refused(String... lines) {
    return new TopicResult.Refused(Stream.of(lines).map(line -> line.formatted(prefix)).toList());
  }

  private TopicState state(String topic, int partitions, String retention, int messageBytes) {
    return new TopicState(
        prefix + topic, partitions, "delete", Long.valueOf(retention), -1L, messageBytes);
  }

  private TopicState control(String topic) {
    return new TopicState(
        prefix + topic, 1, "compact", Duration.ofDays(7).toMillis(), -1L, 4_194_304);
  }

  private void create(String topic, int partitions, Map<String, String> settings) {
    NewTopic created = new NewTopic(prefix + topic, partitions, (short) 1).configs(settings);
    await(admin.createTopics(List.of(created)).all());
    Awaitility.await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(10))
        .until(() -> await(admin.listTopics().names()).contains(prefix + topic));
  }

  /** The topics of this test's prefix as the broker has them. */
  private List<TopicState> states() {
    return Stream.of(
            "requests",
            "outcomes",
            "dead-letters",
            "journal",
            "progress",
            "workspaces",
            "campaigns",
            "suppressions")
        .map(prefix::concat)
        .filter(await(admin.listTopics().names())::contains)
        .map(TopicSetupTest::stateOf)
        .toList();
  }

  private static TopicState stateOf(String topic) {
    var settings = settingsOf(topic);
    var description = await(admin.describeTopics(List.of(topic)).allTopicNames()).get(topic);
    assertThat(description).isNotNull();
    return new TopicState(
        topic,
        description.partitions().size(),
        String.valueOf(settings.get("cleanup.policy")),
        Long.valueOf(settings.get("retention.ms")),
        Long.valueOf(settings.get("retention.bytes")),
        Integer.valueOf(settings.get("max.message.bytes")));
  }

  private static Map<String, String> settingsOf(String topic) {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    var config = await(admin.describeConfigs(List.of(resource)).all()).get(resource);
    assertThat(config).isNotNull();
    return config.entries().stream()
        .collect(Collectors.toMap(ConfigEntry::name, entry -> String.valueOf(entry.value())));
  }

  private static String days(int days) {
    return Long.toString(Duration.ofDays(days).toMillis());
  }

  private static <T> T await(KafkaFuture<T> future) {
    return future.toCompletionStage().toCompletableFuture().join();
  }
}
