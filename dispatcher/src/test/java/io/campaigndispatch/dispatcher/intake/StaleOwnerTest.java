package io.campaigndispatch.dispatcher.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.dispatcher.core.CoreEvent;
import io.campaigndispatch.dispatcher.core.Homes;
import io.campaigndispatch.dispatcher.core.Write;
import io.campaigndispatch.dispatcher.journal.GroupProof;
import io.campaigndispatch.dispatcher.journal.JournalCodec;
import io.campaigndispatch.dispatcher.journal.JournalEntry;
import io.campaigndispatch.dispatcher.publish.Publisher;
import io.campaigndispatch.model.wire.Topics;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.GroupProtocol;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A worker that was given a partition, stood still before its ownership was written, and goes on
 * when another has it: on a real broker, in both group protocols.
 */
@Timeout(60)
class StaleOwnerTest {

  private static final Duration SOON = Duration.ofMillis(50);
  private static final String OPERATORS = "";

  private static TakeoverBroker broker;
  private static int tests;

  private final List<AutoCloseable> open = new ArrayList<>();
  private final BlockingQueue<CoreEvent> told = new LinkedBlockingQueue<>();
  private final BlockingQueue<Throwable> fatal = new LinkedBlockingQueue<>();
  private volatile @Nullable ConsumerGroupMetadata member;
  private Topics topics = Topics.DEFAULT;
  private String group = "";

  @BeforeAll
  static void start(@TempDir Path folder) {
    broker = TakeoverBroker.start(folder);
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @AfterEach
  void closeClients() throws Exception {
    for (AutoCloseable one : open.reversed()) {
      one.close();
    }
  }

  private void begin(GroupProtocol protocol, int partitions) {
    group = protocol.name().toLowerCase(Locale.ROOT) + ++tests;
    topics = new Topics(group + ".");
    broker.create(topics, partitions);
    TakeoverBroker.await(
        broker
            .admin()
            .createTopics(List.of(new NewTopic(topics.requests(), partitions, (short) 1)))
            .all());
  }

  private Consumer<byte[], byte[]> join(GroupProtocol protocol) {
    Map<String, Object> config = broker.client();
    config.put("group.id", group);
    config.put("group.protocol", protocol.name());
    config.put("enable.auto.commit", false);
    config.put("auto.offset.reset", "earliest");
    if (protocol == GroupProtocol.CLASSIC) {
      config.put("partition.assignment.strategy", CooperativeStickyAssignor.class.getName());
    }
    Consumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    open.add(consumer);
    consumer.subscribe(List.of(topics.requests()));
    return consumer;
  }

  private static void awaitAssigned(Consumer<?, ?> who, int count, Consumer<?, ?>... all) {
    while (who.assignment().size() != count) {
      var _ = who.poll(SOON);
      for (Consumer<?, ?> one : all) {
        var _ = one.poll(SOON);
      }
    }
  }

  private Publisher publisher() {
    Publisher publisher =
        new Publisher(
            broker.producer(group + "-w1"),
            new Publisher.Identity(group, group + "-w1", Uuid.ONE_UUID),
            topics,
            new Homes(1),
            Clock.systemUTC(),
            this::proof,
            told::add,
            fatal::add);
    open.add(publisher);
    publisher.start();
    return publisher;
  }

  private @Nullable GroupProof proof(int partition, long epoch) {
    ConsumerGroupMetadata known = member;
    return known == null
        ? null
        : new GroupProof(known, requests(partition), new OffsetAndMetadata(7, OPERATORS));
  }

  private TopicPartition requests(int partition) {
    return new TopicPartition(topics.requests(), partition);
  }

  private CoreEvent next() throws InterruptedException {
    CoreEvent next = told.poll(20, TimeUnit.SECONDS);
    assertThat(next).as("fatal: %s", fatal).isNotNull();
    return next;
  }

  private List<JournalEntry> journal(int partition) {
    TopicPartition journal = new TopicPartition(topics.journal(), partition);
    List<JournalEntry> entries = new ArrayList<>();
    try (Consumer<byte[], byte[]> consumer = broker.consumer()) {
      consumer.assign(List.of(journal));
      consumer.seekToBeginning(List.of(journal));
      long end = consumer.endOffsets(List.of(journal)).getOrDefault(journal, 0L);
      while (consumer.position(journal) < end) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(SOON)) {
          entries.addAll(JournalCodec.decode(record.value()));
        }
      }
    }
    return entries;
  }

  @ParameterizedTest
  @EnumSource
  void member_takesOwnership_andTheOffsetStaysAsItWas(GroupProtocol protocol)
      throws InterruptedException {
    begin(protocol, 1);
    Consumer<byte[], byte[]> worker = join(protocol);
    awaitAssigned(worker, 1);
    member = worker.groupMetadata();
    publisher().publish(new Write.Owned(0, 1));

    assertThat(next()).isInstanceOf(CoreEvent.Written.class);
    // A commit is answered before it can be read.
    Awaitility.await()
        .untilAsserted(
            () -> assertThat(journal(0)).containsExactly(new JournalEntry.Owned(group + "-w1")));
    OffsetAndMetadata expected = new OffsetAndMetadata(7, OPERATORS);
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(worker.committed(Set.of(requests(0))))
                    .containsEntry(requests(0), expected));
  }

  @ParameterizedTest
  @EnumSource
  void memberNoMore_doesNotTakeOwnership_andItsOtherWritesGoOn(GroupProtocol protocol)
      throws InterruptedException {
    begin(protocol, 2);
    Consumer<byte[], byte[]> worker = join(protocol);
    awaitAssigned(worker, 2);
    member = worker.groupMetadata();
    Publisher publisher = publisher();
    publisher.publish(new Write.Owned(0, 1));
    assertThat(next()).isInstanceOf(CoreEvent.Written.class);

    worker.close();
    Consumer<byte[], byte[]> successor = join(protocol);
    awaitAssigned(successor, 2);
    publisher.publish(new Write.Owned(1, 2));
    publisher.publish(new Write.Called(0, Map.of("acme", 3)));

    assertThat(written()).containsExactly(new Write.Called(0, Map.of("acme", 3)));
    member = null;
    assertThat(next()).isEqualTo(new CoreEvent.OwnershipRefused(1, List.of(new Write.Owned(1, 2))));
    assertThat(journal(1)).isEmpty();
    assertThat(fatal).isEmpty();
  }

  /**
   * The worker is still a member, and one of its partitions is not its own any more. Of the one it
   * kept the classic protocol refuses the former generation too; the other takes it (KIP-1251).
   */
  @ParameterizedTest
  @EnumSource
  void groupThatMovedOn_refusesWhatItTookAway_andTakesTheRestInItsNextGeneration(
      GroupProtocol protocol) throws InterruptedException {
    begin(protocol, 2);
    Consumer<byte[], byte[]> worker = join(protocol);
    awaitAssigned(worker, 2);
    member = worker.groupMetadata();
    Consumer<byte[], byte[]> other = join(protocol);
    awaitAssigned(other, 1, worker);
    awaitAssigned(worker, 1, other);
    int kept = worker.assignment().iterator().next().partition();

    Publisher publisher = publisher();
    publisher.publish(new Write.Owned(1 - kept, 1));
    publisher.publish(new Write.Called(kept, Map.of("acme", 3)));
    assertThat(written()).containsExactly(new Write.Called(kept, Map.of("acme", 3)));

    member = null;
    assertThat(next())
        .isEqualTo(new CoreEvent.OwnershipRefused(1 - kept, List.of(new Write.Owned(1 - kept, 1))));
    member = worker.groupMetadata();
    publisher.publish(new Write.Owned(kept, 2));
    assertThat(written()).containsExactly(new Write.Owned(kept, 2));
    assertThat(journal(1 - kept)).isEmpty();
    assertThat(fatal).isEmpty();
  }

  private List<Write> written() throws InterruptedException {
    return switch (next()) {
      case CoreEvent.Written(var writes, _, _) -> writes;
      case CoreEvent other -> throw new AssertionError(other);
    };
  }
}
