package io.campaigndispatch.dispatcher.deadletters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.campaigndispatch.dispatcher.embedded.EmbeddedBroker;
import io.campaigndispatch.dispatcher.embedded.TestBrokers;
import io.campaigndispatch.model.wire.OutcomeCodec;
import io.campaigndispatch.model.wire.Topics;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What operators do, against a broker; each test has topics of its own. */
@Timeout(60)
class DeadLetterDeskTest {

  private static final Instant NOW = Instant.parse("2026-11-21T02:00:00Z");
  private static final int PARTITIONS = 2;

  @TempDir private static @Nullable Path folder;
  private static @Nullable EmbeddedBroker broker;
  private static int installations;

  private final Topics topics = new Topics("t" + ++installations + ".");
  private final List<Long> pauses = new ArrayList<>();
  private final DeadLetterDesk desk = desk();

  @BeforeAll
  static void startBroker() {
    assertThat(folder).isNotNull();
    broker = TestBrokers.start(folder);
  }

  @AfterAll
  static void stopBroker() {
    if (broker != null) {
      broker.close();
    }
  }

  private static Map<String, Object> config() {
    assertThat(broker).isNotNull();
    return new HashMap<>(Map.of("bootstrap.servers", broker.bootstrapServers()));
  }

  private static Consumer<byte[], byte[]> newConsumer() {
    Map<String, Object> config = config();
    config.put("isolation.level", "read_committed");
    config.put("auto.offset.reset", "earliest");
    config.put("fetch.max.wait.ms", 10);
    return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private Producer<byte[], byte[]> newProducer() {
    Map<String, Object> config = config();
    config.put("transactional.id", topics.prefix() + "dead-letters");
    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private DeadLetterDesk desk() {
    DeadLetterDesk.Clients clients =
        new DeadLetterDesk.Clients() {
          @Override
          public Admin admin() {
            return Admin.create(config());
          }

          @Override
          public Consumer<byte[], byte[]> consumer() {
            return newConsumer();
          }

          @Override
          public Producer<byte[], byte[]> producer() {
            return newProducer();
          }
        };
    return new DeadLetterDesk(
        clients, topics, Letters.PARSER, Clock.fixed(NOW, ZoneOffset.UTC), pauses::add);
  }

  /** Puts these into partition 1. */
  private void given(Letters... letters) throws ExecutionException, InterruptedException {
    try (Admin admin = Admin.create(config())) {
      List<NewTopic> all =
          List.of(topics.requests(), topics.outcomes(), topics.deadLetters(), topics.progress())
              .stream()
              .map(name -> new NewTopic(name, PARTITIONS, (short) 1))
              .toList();
      admin.createTopics(all).all().get();
    }
    List<Future<?>> sent = new ArrayList<>();
    try (var producer =
        new KafkaProducer<>(config(), new ByteArraySerializer(), new ByteArraySerializer())) {
      for (Letters one : letters) {
        sent.add(producer.send(one.record(topics.deadLetters(), 1)));
      }
    }
    for (Future<?> one : sent) {
      one.get();
    }
  }

  private List<ConsumerRecord<byte[], byte[]>> written(String topic) {
    TopicPartition partition = new TopicPartition(topic, 1);
    List<ConsumerRecord<byte[], byte[]>> written = new ArrayList<>();
    try (Consumer<byte[], byte[]> consumer = newConsumer()) {
      consumer.assign(Set.of(partition));
      long end = consumer.endOffsets(Set.of(partition)).getOrDefault(partition, 0L);
      while (consumer.position(partition) < end) {
        consumer.poll(Duration.ofMillis(50)).forEach(written::add);
      }
    }
    return written;
  }

  private static LetterOrder order(LetterAction action) {
    return new LetterOrder(
        action, DeadLetterFilter.ANY, Set.of(), Long.MAX_VALUE, null, false, "ana");
  }

  private LetterResult act(LetterOrder order) throws InterruptedException {
    return desk.act(order, _ -> {});
  }

  @Test
  void replay_writesTheRequestAgain_onceHoweverOftenItIsOrdered()
      throws ExecutionException, InterruptedException {
    given(Letters.of("r1"), Letters.of("r2"));

    LetterResult first = act(order(LetterAction.REPLAY));
    LetterResult second = act(order(LetterAction.REPLAY));

    assertThat(first.end()).isEqualTo(LetterResult.End.DONE);
    assertThat(first.counts().total()).isEqualTo(2);
    assertThat(second.counts().total()).isZero();
    assertThat(second.counts().left()).isEqualTo(Map.of(LetterAction.Leave.HANDLED, 2L));
    assertThat(written(topics.requests()))
        .extracting(record -> OriginalHeaders.text(record.headers(), "dispatch-request-id"))
        .containsExactly("r1", "r2");
  }

  @Test
  void list_saysWhatWasDoneAndByWhom() throws ExecutionException, InterruptedException {
    given(Letters.of("r1"), Letters.of("r2"));
    DeadLetterFilter first = new DeadLetterFilter(null, null, null, null, null, null, "r1");
    act(new LetterOrder(LetterAction.REPLAY, first, Set.of(), 10, null, false, "ana"));

    var all = desk.list(DeadLetterFilter.ANY, false, 10);
    var open = desk.list(DeadLetterFilter.ANY, true, 10);

    assertThat(all.entries())
        .extracting(DeadLetterDesk.Entry::handling)
        .containsExactly(new Handling(LetterAction.REPLAY, NOW, "ana"), null);
    assertThat(all.open()).isEqualTo(1);
    assertThat(open.entries())
        .singleElement()
        .satisfies(entry -> assertThat(entry.letter().requestId()).isEqualTo("r2"));
    assertThat(desk.at(all.entries().getFirst().letter().place())).hasSize(1);
    assertThat(desk.at(new DeadLetterPlace(1, 99))).isEmpty();
  }

  @Test
  void dryRun_countsAndWritesNothing() throws ExecutionException, InterruptedException {
    given(
        Letters.of("r1"),
        Letters.of("r2").because("TEMPLATE", "132001"),
        Letters.of("r3").because("UNCERTAIN", "TIMEOUT"));

    LetterResult result = act(order(LetterAction.REPLAY).asDryRun());

    assertThat(result.end()).isEqualTo(LetterResult.End.COUNTED);
    assertThat(result.counts().byKind())
        .isEqualTo(
            Map.of(
                new LetterCounts.Kind("RECIPIENT", "131026"), 1L,
                new LetterCounts.Kind("TEMPLATE", "132001"), 1L));
    assertThat(result.counts().left()).isEqualTo(Map.of(LetterAction.Leave.UNCERTAIN, 1L));
    assertThat(written(topics.requests())).isEmpty();
    assertThat(written(topics.progress())).isEmpty();
  }

  @Test
  void cap_takesTheFirstAndSaysHowManyAreLeft() throws ExecutionException, InterruptedException {
    given(Letters.of("r1"), Letters.of("r2"), Letters.of("r3"));

    LetterResult result =
        act(
            new LetterOrder(
                LetterAction.REPLAY, DeadLetterFilter.ANY, Set.of(), 2, null, false, "ana"));

    assertThat(result.counts().total()).isEqualTo(2);
    assertThat(result.counts().beyondMost()).isEqualTo(1);
    assertThat(written(topics.requests())).hasSize(2);
  }

  @Test
  void rate_isKeptByPausesBetweenBatches() throws ExecutionException, InterruptedException {
    given(Letters.of("r1"), Letters.of("r2"), Letters.of("r3"));

    act(new LetterOrder(LetterAction.REPLAY, DeadLetterFilter.ANY, Set.of(), 10, 2, false, "ana"));

    assertThat(pauses).containsExactly(1_000L, 500L);
  }

  @Test
  void places_areTakenAlone() throws ExecutionException, InterruptedException {
    given(Letters.of("r1"), Letters.of("r2"));

    act(
        new LetterOrder(
            LetterAction.REPLAY,
            DeadLetterFilter.ANY,
            Set.of(new DeadLetterPlace(1, 1)),
            10,
            null,
            false,
            "ana"));

    assertThat(written(topics.requests()))
        .singleElement()
        .satisfies(
            record ->
                assertThat(OriginalHeaders.text(record.headers(), "dispatch-request-id"))
                    .isEqualTo("r2"));
  }

  @Test
  void resolvedAsAccepted_isAnOutcomeAndNoRequest()
      throws ExecutionException, InterruptedException {
    given(Letters.of("r1").because("UNCERTAIN", "TIMEOUT"), Letters.of("r2"));

    LetterResult result = act(order(LetterAction.ACCEPT));
    LetterResult afterwards = act(order(LetterAction.RESEND));

    assertThat(result.counts().total()).isEqualTo(1);
    assertThat(afterwards.counts().total()).isZero();
    assertThat(written(topics.requests())).isEmpty();
    assertThat(written(topics.outcomes()))
        .singleElement()
        .satisfies(
            record -> {
              assertThat(OutcomeCodec.decode(record.value()).requestId()).isEqualTo("r1");
              assertThat(OutcomeCodec.decode(record.value()).replay()).isEqualTo(1);
            });
  }

  @Test
  void laterOrder_endsTheEarlierOne_andNothingIsDoneTwice()
      throws ExecutionException, InterruptedException {
    given(Letters.of("r1"), Letters.of("r2"), Letters.of("r3"));
    List<LetterResult> later = new ArrayList<>();
    LetterOrder slow =
        new LetterOrder(LetterAction.REPLAY, DeadLetterFilter.ANY, Set.of(), 10, 1, false, "ana");

    LetterResult earlier =
        desk.act(
            slow,
            done -> {
              if (done == 1) {
                try {
                  later.add(act(order(LetterAction.REPLAY)));
                } catch (InterruptedException e) {
                  throw new AssertionError(e);
                }
              }
            });

    assertThat(earlier.end()).isEqualTo(LetterResult.End.OVERTAKEN);
    assertThat(earlier.counts().total()).isEqualTo(1);
    assertThat(later)
        .singleElement()
        .satisfies(one -> assertThat(one.counts().total()).isEqualTo(2));
    assertThat(written(topics.requests()))
        .extracting(record -> OriginalHeaders.text(record.headers(), "dispatch-request-id"))
        .containsExactly("r1", "r2", "r3");
  }

  @Test
  void unfinishedTransactionOfAnOperatorWhoDied_countsForNothing()
      throws ExecutionException, InterruptedException {
    given(Letters.of("r1"));
    try (Producer<byte[], byte[]> dead = newProducer()) {
      dead.initTransactions();
      dead.beginTransaction();
      LetterRecords records = new LetterRecords(topics);
      DeadLetter letter = Letters.of("r1").at(1, 0);
      dead.send(records.of(LetterAction.REPLAY, letter, NOW)).get();

      assertThat(act(order(LetterAction.REPLAY)).counts().total()).isEqualTo(1);
    }
    assertThat(written(topics.requests())).hasSize(1);
  }

  @Test
  void auditRecords_leaveWithTheirDeadLetters() throws ExecutionException, InterruptedException {
    given(Letters.of("r1"), Letters.of("r2"));
    act(order(LetterAction.REPLAY));
    TopicPartition letters = new TopicPartition(topics.deadLetters(), 1);
    try (Admin admin = Admin.create(config())) {
      admin.deleteRecords(Map.of(letters, RecordsToDelete.beforeOffset(2))).all().get();
    }
    Awaitility.await().until(() -> desk.list(DeadLetterFilter.ANY, false, 10).entries().isEmpty());

    act(order(LetterAction.REPLAY));

    assertThat(written(topics.progress()))
        .hasSize(2)
        .last()
        .satisfies(record -> assertThat(record.value()).isNull());
  }

  @Test
  void missingTopic_isNamed() {
    assertThatThrownBy(() -> desk.list(DeadLetterFilter.ANY, false, 10))
        .isInstanceOf(KafkaException.class)
        .hasMessageContaining("there is no topic " + topics.deadLetters());
  }
}
