package io.campaigndispatch.dispatcher.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.campaigndispatch.dispatcher.core.CoreEvent;
import io.campaigndispatch.dispatcher.core.Samples;
import io.campaigndispatch.dispatcher.index.RecentIds;
import io.campaigndispatch.model.wire.RequestDecoder;
import io.campaigndispatch.model.wire.Topics;
import io.campaigndispatch.model.wire.WorkspaceFacts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Reading at the frontier of a real log. */
@Timeout(60)
class ReaderTest {

  private static final Topics TOPICS = new Topics("read.");
  private static final TopicPartition REQUESTS = new TopicPartition(TOPICS.requests(), 0);
  private static final int RECORDS = 9;
  private static final long FIRST_LEFT = 5;

  /** A core that is busy with the first records until it is let go on. */
  private static final class BusyCore implements Reader.CoreInput {
    final BlockingQueue<CoreEvent> events = new LinkedBlockingQueue<>();
    final BlockingQueue<Throwable> failures = new LinkedBlockingQueue<>();
    final CountDownLatch busy = new CountDownLatch(1);
    final CountDownLatch goOn = new CountDownLatch(1);

    @Override
    public void post(CoreEvent event) {
      events.add(event);
    }

    @Override
    public void postRecords(CoreEvent.RecordsRead records) throws InterruptedException {
      events.add(records);
      busy.countDown();
      goOn.await();
    }

    @Override
    public void postRecords(CoreEvent.ReadAgain records) {
      throw new AssertionError("nothing was asked for");
    }

    @Override
    public void failed(Throwable cause) {
      failures.add(cause);
    }
  }

  @Test
  void recordsDeletedBeforeTheyWereRead_areTold_andReadingGoesOn(@TempDir Path folder)
      throws ExecutionException, InterruptedException {
    BusyCore core = new BusyCore();
    try (TakeoverBroker broker = TakeoverBroker.start(folder)) {
      broker.create(TOPICS, 1);
      createRequests(broker, 1);
      send(broker);
      try (Reader reader = reader(broker, core)) {
        reader.start();
        reader.open(0, 7);
        assertThat(core.busy.await(20, TimeUnit.SECONDS)).isTrue();
        TakeoverBroker.await(
            broker
                .admin()
                .deleteRecords(Map.of(REQUESTS, RecordsToDelete.beforeOffset(FIRST_LEFT)))
                .all());
        core.goOn.countDown();

        List<Long> read = new ArrayList<>();
        List<CoreEvent> deleted = new ArrayList<>();
        while (!read.contains(RECORDS - 1L)) {
          switch (core.events.poll(20, TimeUnit.SECONDS)) {
            case CoreEvent.RecordsRead one ->
                one.records().forEach(record -> read.add(record.raw().offset()));
            case CoreEvent.UnreadDeleted one -> deleted.add(one);
            case CoreEvent.PartitionOpened _ -> {}
            case null, default -> throw new AssertionError("read only " + read);
          }
        }
        assertThat(deleted).containsExactly(new CoreEvent.UnreadDeleted(0, 7, FIRST_LEFT));
        assertThat(read)
            .hasSizeLessThan(RECORDS)
            .endsWith(LongStream.range(FIRST_LEFT, RECORDS).boxed().toArray(Long[]::new));
      }
    }
  }

  @Test
  void heldPartition_isCountedByItsReason_untilItIsGivenUp(@TempDir Path folder)
      throws InterruptedException {
    try (TakeoverBroker broker = TakeoverBroker.start(folder)) {
      broker.create(TOPICS, 1);
      createRequests(broker, 1);
      try (Producer<byte[], byte[]> newer = broker.producer("newer")) {
        newer.initTransactions();
        newer.beginTransaction();
        var _ = newer.send(new ProducerRecord<>(TOPICS.journal(), 0, null, new byte[] {9, 0, 0}));
        newer.commitTransaction();
      }
      try (Reader reader = reader(broker, new BusyCore())) {
        reader.start();
        assertThat(reader.held())
            .isEqualTo(Map.of("JOURNAL_TRUNCATED", 0, "JOURNAL_UNREADABLE", 0));
        reader.open(0, 7);
        await(() -> reader.held().equals(Map.of("JOURNAL_TRUNCATED", 0, "JOURNAL_UNREADABLE", 1)));
        reader.stop(0);
        await(() -> reader.held().equals(Map.of("JOURNAL_TRUNCATED", 0, "JOURNAL_UNREADABLE", 0)));
      }
    }
  }

  @Test
  void partitionThatTakesLongToRestore_holdsUpNoOther_andIsDroppedWhenGivenUp(@TempDir Path folder)
      throws ExecutionException, InterruptedException {
    BusyCore core = new BusyCore();
    core.goOn.countDown();
    BlockingQueue<CountDownLatch> restoring = new LinkedBlockingQueue<>();
    AtomicBoolean slow = new AtomicBoolean();
    try (TakeoverBroker broker = TakeoverBroker.start(folder)) {
      broker.create(TOPICS, 2);
      createRequests(broker, 2);
      try (Reader reader =
          reader(
              broker,
              core,
              () -> {
                if (slow.get()) {
                  CountDownLatch goOn = new CountDownLatch(1);
                  restoring.add(goOn);
                  awaitUninterruptibly(goOn);
                }
                return Samples.ids(100);
              })) {
        reader.start();
        reader.open(0, 7);
        await(() -> reader.reading().contains(0));
        slow.set(true);
        reader.open(1, 8);
        CountDownLatch first = restoring.poll(20, TimeUnit.SECONDS);
        assertThat(first).isNotNull();
        assertThat(reader.takenFrom(1, 8)).isNull();

        send(broker);
        List<CoreEvent> events = new ArrayList<>();
        while (events.stream().noneMatch(ReaderTest::isLastRecord)) {
          CoreEvent event = core.events.poll(20, TimeUnit.SECONDS);
          assertThat(event).as("read meanwhile: %s", events).isNotNull();
          events.add(event);
        }

        reader.stop(1);
        reader.released(1);
        slow.set(false);
        reader.open(1, 9);
        first.countDown();
        await(() -> reader.takenFrom(1, 9) != null);
        events.addAll(core.events);
        assertThat(events)
            .filteredOn(CoreEvent.PartitionOpened.class::isInstance)
            .extracting(
                event -> ((CoreEvent.PartitionOpened) event).partition(),
                event -> ((CoreEvent.PartitionOpened) event).epoch())
            .containsExactly(tuple(0, 7L), tuple(1, 9L));
      }
    }
  }

  private static boolean isLastRecord(CoreEvent event) {
    return event instanceof CoreEvent.RecordsRead read && read.nextOffset() == RECORDS;
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void partitionThatCannotBeRestored_endsReading(@TempDir Path folder) throws InterruptedException {
    BusyCore core = new BusyCore();
    try (TakeoverBroker broker = TakeoverBroker.start(folder)) {
      broker.create(TOPICS, 1);
      createRequests(broker, 1);
      IllegalStateException defect = new IllegalStateException("defect");
      try (Reader reader =
          reader(
              broker,
              core,
              () -> {
                throw defect;
              })) {
        reader.start();
        reader.open(0, 7);

        assertThat(core.failures.poll(20, TimeUnit.SECONDS)).isSameAs(defect);
      }
    }
  }

  @Test
  void timesOfRecords_areThoseInTheLog(@TempDir Path folder)
      throws ExecutionException, InterruptedException {
    try (TakeoverBroker broker = TakeoverBroker.start(folder)) {
      createRequests(broker, 1);
      send(broker);
      try (RecordTimes times = new RecordTimes(broker.consumer(), TOPICS.requests())) {
        assertThat(times.apply(Map.of(0, 3L))).isEqualTo(Map.of(0, 1_003L));
        assertThat(times.apply(Map.of(0, 3L))).isEqualTo(Map.of(0, 1_003L));
        assertThat(times.apply(Map.of(0, 4L))).isEqualTo(Map.of(0, 1_004L));
        assertThat(times.apply(Map.of())).isEmpty();
      }
    }
  }

  private static void await(Callable<Boolean> condition) {
    Awaitility.await().pollInterval(Duration.ofMillis(10)).until(condition);
  }

  private static void createRequests(TakeoverBroker broker, int partitions) {
    TakeoverBroker.await(
        broker
            .admin()
            .createTopics(List.of(new NewTopic(TOPICS.requests(), partitions, (short) 1)))
            .all());
  }

  /** Each a batch of its own, written at 1,000 ms and its offset. */
  private static void send(TakeoverBroker broker) throws ExecutionException, InterruptedException {
    try (var producer =
        new KafkaProducer<>(
            broker.client(), new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int i = 0; i < RECORDS; i++) {
        var _ =
            producer
                .send(new ProducerRecord<>(REQUESTS.topic(), 0, 1_000L + i, null, new byte[] {1}))
                .get();
      }
    }
  }

  private static Reader reader(TakeoverBroker broker, BusyCore core) {
    return reader(broker, core, () -> Samples.ids(100));
  }

  private static Reader reader(TakeoverBroker broker, BusyCore core, Supplier<RecentIds> newIds) {
    Map<String, Object> config = broker.client();
    config.put("group.id", "group");
    config.put("enable.auto.commit", false);
    config.put("isolation.level", "read_committed");
    config.put("auto.offset.reset", "none");
    // One batch per fetch: the last ones are not here yet when they are deleted.
    config.put("max.partition.fetch.bytes", 1);
    config.put("max.poll.records", 1);
    Consumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    return new Reader(
        consumer,
        new TakeoverReader(
            broker.consumer(),
            broker.admin(),
            TOPICS,
            new TakeoverReader.Settings("group", "group-w1", false)),
        new Reader.RequestsIdentity(Uuid.ONE_UUID, _ -> 0),
        new Decoding(new RequestDecoder(WorkspaceFacts.of(Samples::directory))),
        TOPICS,
        newIds,
        _ -> true,
        core);
  }
}
