package io.campaigndispatch.dispatcher.intake;

import static io.campaigndispatch.dispatcher.intake.TakeoverBroker.await;
import static io.campaigndispatch.dispatcher.journal.SnapshotSamples.contentOf;
import static io.campaigndispatch.dispatcher.journal.SnapshotSamples.flow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.campaigndispatch.dispatcher.core.CoreEvent;
import io.campaigndispatch.dispatcher.core.Homes;
import io.campaigndispatch.dispatcher.core.PartitionSnapshot;
import io.campaigndispatch.dispatcher.core.Samples;
import io.campaigndispatch.dispatcher.core.Takeover;
import io.campaigndispatch.dispatcher.core.Write;
import io.campaigndispatch.dispatcher.index.OpenOffsets;
import io.campaigndispatch.dispatcher.index.Position;
import io.campaigndispatch.dispatcher.journal.GroupProof;
import io.campaigndispatch.dispatcher.journal.JournalCodec;
import io.campaigndispatch.dispatcher.journal.JournalEntry;
import io.campaigndispatch.dispatcher.journal.ResumeMetadata;
import io.campaigndispatch.dispatcher.journal.SnapshotSamples;
import io.campaigndispatch.dispatcher.publish.Publisher;
import io.campaigndispatch.model.outcome.Failure;
import io.campaigndispatch.model.outcome.FailureCategory;
import io.campaigndispatch.model.outcome.FailureCode;
import io.campaigndispatch.model.outcome.Source;
import io.campaigndispatch.model.wire.Topics;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTransactionsOptions;
import org.apache.kafka.clients.admin.DescribeTransactionsResult;
import org.apache.kafka.clients.admin.FenceProducersOptions;
import org.apache.kafka.clients.admin.FenceProducersResult;
import org.apache.kafka.clients.admin.ForwardingAdmin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Taking over from owners that let go, died or were suspended, on a real broker. Each test has
 * topics of its own; a dead owner is a producer that nobody asks for anything any more.
 */
@Timeout(60)
class TakeoverReaderTest {

  private static final Uuid TOPIC = Uuid.fromString("QQeXpBqTTYyE2ChZ1kHJ7A");
  private static final int PARTITIONS = 4;

  /** Far less than what a transaction takes to time out. */
  private static final Duration AT_ONCE = Duration.ofSeconds(10);

  private static TakeoverBroker broker;

  private final List<AutoCloseable> open = new ArrayList<>();
  private final BlockingQueue<Throwable> fatal = new LinkedBlockingQueue<>();
  private Topics topics = Topics.DEFAULT;
  private boolean acceptTruncated;

  @BeforeAll
  static void start(@TempDir Path folder) {
    broker = TakeoverBroker.start(folder);
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @BeforeEach
  void createTopics(TestInfo test) {
    topics = new Topics(test.getTestMethod().orElseThrow().getName() + ".");
    broker.create(topics, PARTITIONS);
  }

  @AfterEach
  void closeClients() throws Exception {
    for (AutoCloseable one : open) {
      one.close();
    }
  }

  /** A worker's writer, whose writes are there once they are written. */
  private final class Owner {

    private final BlockingQueue<CoreEvent.Written> written = new LinkedBlockingQueue<>();
    private final Publisher publisher;

    Owner(String name) {
      this(name, "group", TOPIC);
    }

    Owner(String name, String group, Uuid topicId) {
      publisher =
          new Publisher(
              broker.producer(id(name)),
              new Publisher.Identity(group, id(name), topicId),
              topics,
              new Homes(PARTITIONS),
              Clock.systemUTC(),
              TakeoverReaderTest.this::ours,
              event -> written.add((CoreEvent.Written) event),
              fatal::add);
      open.add(publisher);
      publisher.start();
    }

    /** Returns the journal's ends. */
    Map<Integer, Long> write(Write... writes) throws InterruptedException {
      Arrays.stream(writes).forEach(publisher::publish);
      Map<Integer, Long> ends = new HashMap<>();
      for (int left = writes.length; left > 0; ) {
        CoreEvent.Written event = written.poll(20, TimeUnit.SECONDS);
        assertThat(event).as("%s writes are not written, fatal: %s", left, fatal).isNotNull();
        ends.putAll(event.journalEnds());
        left -= event.writes().size();
      }
      return ends;
    }
  }

  /** The group, which does not exist, refuses nothing of those who never were in it. */
  private GroupProof ours(int partition, long epoch) {
    return new GroupProof(
        new ConsumerGroupMetadata("group"),
        new TopicPartition(topics.outcomes(), partition),
        new OffsetAndMetadata(0));
  }

  private String id(String name) {
    return topics.prefix() + name;
  }

  private static Write done(int partition, long offset) {
    Failure failure = Failure.of(FailureCategory.REQUEST, FailureCode.NOT_JSON, "not JSON");
    return new Write.Unreadable(
        Position.whole(partition, offset),
        Samples.raw(partition, offset, "acme"),
        new Source(Samples.TOPIC, partition, offset),
        0,
        failure);
  }

  private static TakeoverReader.Wanted wanted(@Nullable OffsetAndMetadata committed) {
    return new TakeoverReader.Wanted(5, committed, 0, 1_000, TOPIC, 0);
  }

  private TakeoverReader reader(String name, Admin admin) {
    TakeoverReader reader =
        new TakeoverReader(
            broker.consumer(),
            admin,
            topics,
            new TakeoverReader.Settings("group", id(name), acceptTruncated));
    open.add(reader);
    return reader;
  }

  private Opened takeOver(int partition, TakeoverReader.Wanted wanted) throws InterruptedException {
    return takeOver(reader("new", broker.admin()), Map.of(partition, wanted)).getFirst();
  }

  private static List<Opened> takeOver(
      TakeoverReader reader, Map<Integer, TakeoverReader.Wanted> wanted)
      throws InterruptedException {
    reader.begin(wanted);
    List<Opened> through = new ArrayList<>();
    long deadline = System.nanoTime() + AT_ONCE.toNanos();
    while (through.size() < wanted.size()) {
      assertThat(System.nanoTime()).as("taken over at once").isLessThan(deadline);
      through.addAll(reader.poll(Duration.ofMillis(5)));
    }
    assertThat(reader.isIdle()).isTrue();
    return through;
  }

  private static Takeover ready(Opened opened) {
    assertThat(opened.epoch()).isEqualTo(5);
    return switch (opened) {
      case Opened.Ready(_, _, var takeover, _, _, _) -> takeover;
      case Opened.Held held -> throw new AssertionError(held.toString());
    };
  }

  @Test
  void freshPartition_isOpenedAtTheBeginning() throws InterruptedException {
    Takeover takeover = ready(takeOver(0, wanted(null)));

    assertThat(takeover.clean()).isTrue();
    assertThat(takeover.snapshot()).isNull();
    assertThat(takeover.recovered().resume()).isEqualTo(new OpenOffsets.Resume(0, 0));
    assertThat(takeover.lastJournalMillis()).isZero();
  }

  @Test
  void partitionLetGo_isTakenOverWithSnapshotAndWhatCameAfter() throws InterruptedException {
    Owner owner = new Owner("a");
    long journal =
        owner
            .write(new Write.Owned(0, 1), done(0, 10), new Write.Called(0, Map.of("acme", 4)))
            .getOrDefault(0, 0L);
    PartitionSnapshot state =
        SnapshotSamples.of(0, 100, journal, List.of(flow("acme", 20, 21), flow("globex", 30)));
    owner.write(new Write.Snapshot(state));
    owner.write(done(0, 20), new Write.Called(0, Map.of("acme", 3)));
    owner.write(new Write.Released(0, 1));

    Takeover takeover = ready(takeOver(0, wanted(null)));

    assertThat(takeover.clean()).isTrue();
    assertThat(takeover.snapshot()).isNotNull();
    assertThat(contentOf(takeover.snapshot())).isEqualTo(contentOf(state));
    assertThat(takeover.recovered().resume()).isEqualTo(new OpenOffsets.Resume(20, 0));
    assertThat(takeover.recovered().isDone(Position.whole(0, 20))).isTrue();
    assertThat(takeover.recovered().isDone(Position.whole(0, 21))).isFalse();
    assertThat(takeover.calledSince()).containsOnly(Map.entry("acme", 3));
    assertThat(takeover.lastJournalMillis()).isPositive();
  }

  /** A commit is answered before it can be read: who let go in it must not be taken for dead. */
  @Test
  void ownersThatLetGo_areNeverFenced() throws InterruptedException {
    List<Owner> owners = List.of(new Owner("a"), new Owner("b"));
    List<TakeoverReader> readers =
        List.of(reader("a", broker.admin()), reader("b", broker.admin()));
    for (int round = 0; round < 40; round++) {
      Opened opened = takeOver(readers.get(round % 2), Map.of(0, wanted(null))).getFirst();
      assertThat(ready(opened).clean()).as("round %s", round).isTrue();
      owners.get(round % 2).write(new Write.Owned(0, 1));
      owners.get(round % 2).write(done(0, round), new Write.Released(0, 1));
    }
    assertThat(fatal).isEmpty();
  }

  @Test
  void ownerWhoseLastCommitIsOnItsWay_isNotFenced() throws InterruptedException {
    try (Producer<byte[], byte[]> alive = broker.producer(id("alive"));
        ActingWhenAsked admin = new ActingWhenAsked(broker.client(), alive::commitTransaction)) {
      alive.initTransactions();
      alive.beginTransaction();
      journal(alive, 0, new JournalEntry.Owned(id("alive")));
      alive.commitTransaction();
      alive.beginTransaction();
      journal(alive, 0, doneEntry(0, 10), new JournalEntry.Released());
      alive.flush();

      Takeover takeover = ready(takeOver(reader("new", admin), Map.of(0, wanted(null))).getFirst());
      assertThat(takeover.clean()).isTrue();
      assertThat(takeover.recovered().isDone(Position.whole(0, 10))).isTrue();
      alive.beginTransaction();
      journal(alive, 1, doneEntry(1, 10));
      alive.commitTransaction();
    }
  }

  /** Does something once when somebody's transactions are asked for, before they are looked at. */
  private static final class ActingWhenAsked extends ForwardingAdmin {
    private final AtomicBoolean done = new AtomicBoolean();
    private final Runnable action;

    ActingWhenAsked(Map<String, Object> config, Runnable action) {
      super(config);
      this.action = action;
    }

    @Override
    public DescribeTransactionsResult describeTransactions(
        Collection<String> ids, DescribeTransactionsOptions options) {
      if (done.compareAndSet(false, true)) {
        action.run();
      }
      return super.describeTransactions(ids, options);
    }
  }

  @Test
  void deadOwnersOpenTransaction_isEndedAtOnce_andCountsForNothing() throws InterruptedException {
    try (Producer<byte[], byte[]> dead = broker.producer(id("dead"))) {
      dead.initTransactions();
      dead.beginTransaction();
      journal(dead, 0, new JournalEntry.Owned(id("dead")), doneEntry(0, 10));
      dead.commitTransaction();
      dead.beginTransaction();
      journal(dead, 0, doneEntry(0, 11));
      dead.flush();

      Takeover takeover = ready(takeOver(0, wanted(null)));

      assertThat(takeover.clean()).isFalse();
      assertThat(takeover.recovered().isDone(Position.whole(0, 10))).isTrue();
      assertThat(takeover.recovered().isDone(Position.whole(0, 11))).isFalse();
      assertThatThrownBy(dead::commitTransaction).isInstanceOf(KafkaException.class);
    }
  }

  @Test
  void suspendedOwner_canRecordNothingAfterItWakes() throws InterruptedException {
    Owner suspended = new Owner("suspended");
    suspended.write(new Write.Owned(0, 1), done(0, 10));

    assertThat(ready(takeOver(0, wanted(null))).clean()).isFalse();
    suspended.publisher.publish(done(0, 11));

    assertThat(fatal.poll(20, TimeUnit.SECONDS)).isInstanceOf(KafkaException.class);
    assertThat(suspended.written).isEmpty();
  }

  @Test
  void ownerKilledInItsFirstTransaction_isFoundAndFenced() throws InterruptedException {
    try (Producer<byte[], byte[]> dead = broker.producer(id("dead"))) {
      dead.initTransactions();
      dead.beginTransaction();
      journal(dead, 0, new JournalEntry.Owned(id("dead")));
      dead.flush();

      assertThat(ready(takeOver(0, wanted(null))).clean()).isTrue();
      assertThatThrownBy(dead::commitTransaction).isInstanceOf(KafkaException.class);
    }
  }

  @Test
  void deadOwnersPartitions_areTakenOverTogether() throws InterruptedException {
    try (Producer<byte[], byte[]> dead = broker.producer(id("dead"))) {
      dead.initTransactions();
      dead.beginTransaction();
      TakeoverBroker.partitions(PARTITIONS)
          .forEach(partition -> journal(dead, partition, new JournalEntry.Owned(id("dead"))));
      dead.commitTransaction();
      dead.beginTransaction();
      journal(dead, 1, doneEntry(1, 10));
      journal(dead, 3, doneEntry(3, 10));
      dead.flush();
      Map<Integer, TakeoverReader.Wanted> wanted = new HashMap<>();
      TakeoverBroker.partitions(PARTITIONS).forEach(one -> wanted.put(one, wanted(null)));

      List<Opened> through = takeOver(reader("new", broker.admin()), wanted);

      assertThat(through).extracting(Opened::partition).containsExactlyInAnyOrder(0, 1, 2, 3);
      assertThat(through).allSatisfy(opened -> assertThat(ready(opened).clean()).isFalse());
    }
  }

  @Test
  void workerThatGetsItsPartitionBack_isNotFenced() throws InterruptedException {
    Owner self = new Owner("new");
    self.write(new Write.Owned(0, 1), done(0, 10));

    Takeover takeover = ready(takeOver(0, wanted(null)));
    assertThat(takeover.clean()).isFalse();
    assertThat(takeover.recovered().isDone(Position.whole(0, 10))).isTrue();
    self.write(done(0, 11));
    assertThat(fatal).isEmpty();
  }

  @Test
  void fencingThatFails_isTriedAgain() throws InterruptedException {
    Owner dead = new Owner("dead");
    dead.write(new Write.Owned(0, 1));
    try (FailingOnce admin = new FailingOnce(broker.client())) {
      TakeoverReader reader = reader("new", admin);

      assertThat(ready(takeOver(reader, Map.of(0, wanted(null))).getFirst()).clean()).isFalse();
      assertThat(admin.asked).hasValue(2);
    }
    dead.publisher.publish(done(0, 11));
    assertThat(fatal.poll(20, TimeUnit.SECONDS)).isNotNull();
  }

  /**
   * Its first fence is asked of a client that is closed and answers every question with a time-out.
   * (A time-out of zero instead ends the client's thread when the coordinator is found first: it
   * becomes the transaction's, which must be positive.)
   */
  private static final class FailingOnce extends ForwardingAdmin {
    private final AtomicInteger asked = new AtomicInteger();
    private final Admin closed;

    FailingOnce(Map<String, Object> config) {
      super(config);
      closed = Admin.create(config);
      closed.close();
    }

    @Override
    public FenceProducersResult fenceProducers(
        Collection<String> ids, FenceProducersOptions options) {
      return asked.incrementAndGet() == 1
          ? closed.fenceProducers(ids, options)
          : super.fenceProducers(ids, options);
    }
  }

  @Test
  void truncatedJournal_holdsThePartition_unlessThatIsAccepted() throws InterruptedException {
    Owner owner = new Owner("a");
    long journal = owner.write(new Write.Owned(0, 1), done(0, 10)).getOrDefault(0, 0L);
    owner.write(new Write.Snapshot(SnapshotSamples.of(0, 100, journal, List.of(flow("acme", 20)))));
    owner.write(done(0, 20));
    long end = owner.write(done(0, 21)).getOrDefault(0, 0L);
    await(
        broker
            .admin()
            .deleteRecords(
                Map.of(
                    new TopicPartition(topics.journal(), 0), RecordsToDelete.beforeOffset(end - 1)))
            .all());

    assertThat(takeOver(0, wanted(null)))
        .isEqualTo(new Opened.Held(0, 5, Opened.Reason.JOURNAL_TRUNCATED));

    acceptTruncated = true;
    Takeover takeover = ready(takeOver(0, wanted(null)));
    assertThat(takeover.snapshot()).isNotNull();
    assertThat(takeover.recovered().isDone(Position.whole(0, 20))).isFalse();
    assertThat(takeover.recovered().isDone(Position.whole(0, 21))).isTrue();
  }

  @Test
  void journalOfANewerVersion_holdsThePartition() throws InterruptedException {
    try (Producer<byte[], byte[]> newer = broker.producer(id("newer"))) {
      newer.initTransactions();
      newer.beginTransaction();
      send(newer, topics.journal(), 0, new byte[] {9, 0, 0});
      newer.commitTransaction();
    }

    assertThat(takeOver(0, wanted(null)))
        .isEqualTo(new Opened.Held(0, 5, Opened.Reason.JOURNAL_UNREADABLE));
  }

  @Test
  void topicCreatedAnew_isReadFromItsBeginning_withoutTheOldJournal() throws InterruptedException {
    Uuid gone = Uuid.fromString("M2ITur3jQAaXQLVBGmd5zw");
    Owner owner = new Owner("a", "group", gone);
    long journal = owner.write(new Write.Owned(0, 1), done(0, 10)).getOrDefault(0, 0L);
    owner.write(
        new Write.Snapshot(SnapshotSamples.of(0, 100, journal, List.of(flow("acme", 20)))),
        new Write.Released(0, 1));
    OffsetAndMetadata committed = ResumeMetadata.of(new OpenOffsets.Resume(20, journal), gone, 0);

    Takeover takeover =
        ready(takeOver(0, new TakeoverReader.Wanted(5, committed, 0, 1_000, TOPIC, journal + 1)));

    assertThat(takeover.clean()).isTrue();
    assertThat(takeover.snapshot()).isNull();
    assertThat(takeover.recovered().resume().offset()).isZero();
    assertThat(takeover.recovered().isDone(Position.whole(0, 10))).isFalse();
  }

  @Test
  void offsetSetByATool_isGoneOnFrom_withTheWholeJournal() throws InterruptedException {
    Owner owner = new Owner("a");
    long journal = owner.write(new Write.Owned(0, 1), done(0, 10)).getOrDefault(0, 0L);
    owner.write(new Write.Snapshot(SnapshotSamples.of(0, 100, journal)));
    owner.write(new Write.Released(0, 1));

    Takeover takeover = ready(takeOver(0, wanted(new OffsetAndMetadata(5))));

    assertThat(takeover.snapshot()).isNull();
    assertThat(takeover.recovered().resume()).isEqualTo(new OpenOffsets.Resume(5, 0));
    assertThat(takeover.recovered().isDone(Position.whole(0, 10))).isTrue();
  }

  @Test
  void offsetSetByATool_leavesTheLevelsAlone_andTheCallsSince() throws InterruptedException {
    Owner owner = new Owner("a");
    long journal =
        owner
            .write(new Write.Owned(0, 1), done(0, 10), new Write.Called(0, Map.of("acme", 4)))
            .getOrDefault(0, 0L);
    owner.write(new Write.Snapshot(SnapshotSamples.of(0, 100, journal)));
    owner.write(new Write.Called(0, Map.of("acme", 3)), new Write.Released(0, 1));

    Takeover takeover = ready(takeOver(0, wanted(new OffsetAndMetadata(5))));

    assertThat(takeover.snapshot()).isNull();
    assertThat(takeover.levels()).isNotNull();
    assertThat(takeover.calledSince()).containsOnly(Map.entry("acme", 3));
    assertThat(takeover.recovered().isDone(Position.whole(0, 10))).isTrue();
  }

  /** Otherwise a worker that dies before its first snapshot undoes what the operator did. */
  @Test
  void snapshotVoidedByATool_isNotRevivedByTheNextCommit_andTheNextSnapshotCounts()
      throws InterruptedException {
    Owner owner = new Owner("a");
    long journal = owner.write(new Write.Owned(0, 1), done(0, 10)).getOrDefault(0, 0L);
    owner.write(new Write.Snapshot(SnapshotSamples.of(0, 100, journal)), new Write.Released(0, 1));
    Opened.Ready first = (Opened.Ready) takeOver(0, wanted(new OffsetAndMetadata(5)));
    OffsetAndMetadata committed =
        ResumeMetadata.of(
            first.takeover().recovered().resume(), TOPIC, first.takeover().snapshotsFrom());

    Takeover second = ready(takeOver(0, wanted(committed)));
    assertThat(second.snapshot()).isNull();
    assertThat(second.recovered().resume().offset()).isEqualTo(5);

    Owner next = new Owner("b");
    long end = first.takeover().recovered().journalEnd();
    next.write(new Write.Owned(0, 1), new Write.Snapshot(SnapshotSamples.of(0, 100, end)));
    next.write(new Write.Released(0, 1));
    assertThat(ready(takeOver(0, wanted(committed))).snapshot()).isNotNull();
  }

  @Test
  void snapshotOfAnotherGroup_isNotLoaded() throws InterruptedException {
    Owner owner = new Owner("a", "others", TOPIC);
    owner.write(
        new Write.Owned(0, 1),
        new Write.Snapshot(SnapshotSamples.of(0, 100, 0)),
        new Write.Released(0, 1));

    assertThat(ready(takeOver(0, wanted(null))).snapshot()).isNull();
  }

  @Test
  void forgottenPartition_isNotOpened() throws InterruptedException {
    TakeoverReader reader = reader("new", broker.admin());
    reader.begin(Map.of(0, wanted(null), 1, wanted(null)));
    reader.forget(0);

    List<Opened> through = new ArrayList<>();
    while (!reader.isIdle()) {
      through.addAll(reader.poll(Duration.ofMillis(5)));
    }
    assertThat(through).extracting(Opened::partition).containsExactly(1);
  }

  private static JournalEntry doneEntry(int partition, long offset) {
    return new JournalEntry.Done(Position.whole(partition, offset));
  }

  private void journal(Producer<byte[], byte[]> producer, int partition, JournalEntry... entries) {
    send(producer, topics.journal(), partition, JournalCodec.encode(partition, List.of(entries)));
  }

  private static void send(
      Producer<byte[], byte[]> producer, String topic, int partition, byte[] value) {
    Future<RecordMetadata> _ = producer.send(new ProducerRecord<>(topic, partition, null, value));
  }
}
