package io.campaigndispatch.dispatcher.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.dispatcher.core.CoreEvent;
import io.campaigndispatch.dispatcher.core.Homes;
import io.campaigndispatch.dispatcher.core.PartitionSnapshot.Flow;
import io.campaigndispatch.dispatcher.core.Samples;
import io.campaigndispatch.dispatcher.core.Write;
import io.campaigndispatch.dispatcher.index.OffsetQueue;
import io.campaigndispatch.dispatcher.index.Position;
import io.campaigndispatch.dispatcher.index.RawRecord;
import io.campaigndispatch.dispatcher.journal.GroupProof;
import io.campaigndispatch.dispatcher.journal.JournalCodec;
import io.campaigndispatch.dispatcher.journal.JournalEntry;
import io.campaigndispatch.dispatcher.journal.SnapshotChunks;
import io.campaigndispatch.dispatcher.journal.SnapshotSamples;
import io.campaigndispatch.dispatcher.journal.StoredSnapshot;
import io.campaigndispatch.model.outcome.Failure;
import io.campaigndispatch.model.outcome.FailureCategory;
import io.campaigndispatch.model.outcome.FailureCode;
import io.campaigndispatch.model.outcome.Outcome;
import io.campaigndispatch.model.outcome.Source;
import io.campaigndispatch.model.outcome.Status;
import io.campaigndispatch.model.outcome.Timings;
import io.campaigndispatch.model.outcome.VendorIds;
import io.campaigndispatch.model.send.Priority;
import io.campaigndispatch.model.wire.OutcomeCodec;
import io.campaigndispatch.model.wire.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PublisherTest {

  private static final Publisher.Identity IDENTITY =
      new Publisher.Identity("group", "group-w1", Uuid.ONE_UUID);

  private final MockProducer<byte[], byte[]> producer =
      new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
  private final BlockingQueue<CoreEvent.Written> written = new LinkedBlockingQueue<>();
  private final BlockingQueue<CoreEvent.OwnershipRefused> refused = new LinkedBlockingQueue<>();
  private final BlockingQueue<Throwable> fatal = new LinkedBlockingQueue<>();
  private volatile @Nullable ConsumerGroupMetadata member = generation(1);
  private final Publisher publisher =
      new Publisher(
          producer,
          IDENTITY,
          Topics.DEFAULT,
          new Homes(4),
          Clock.fixed(Instant.EPOCH, ZoneOffset.UTC),
          this::proof,
          this::told,
          fatal::add);

  private Publisher writingTo(Producer<byte[], byte[]> other) {
    return new Publisher(
        other,
        IDENTITY,
        Topics.DEFAULT,
        new Homes(4),
        Clock.systemUTC(),
        this::proof,
        this::told,
        fatal::add);
  }

  @AfterEach
  void close() throws InterruptedException {
    publisher.close();
  }

  private static ConsumerGroupMetadata generation(int generation) {
    return new ConsumerGroupMetadata("group", generation, "member", Optional.empty());
  }

  private @Nullable GroupProof proof(int partition, long epoch) {
    ConsumerGroupMetadata known = member;
    return known == null
        ? null
        : new GroupProof(
            known,
            new TopicPartition(Samples.TOPIC, partition),
            new OffsetAndMetadata(40 + partition, "as it was"));
  }

  private void told(CoreEvent event) {
    switch (event) {
      case CoreEvent.Written one -> written.add(one);
      case CoreEvent.OwnershipRefused one -> refused.add(one);
      default -> throw new AssertionError(event);
    }
  }

  private static Write write(int partition, long offset, Status status) {
    Outcome outcome =
        new Outcome(
            "r" + offset,
            "acme",
            null,
            null,
            status,
            1,
            0,
            Instant.EPOCH,
            null,
            VendorIds.NONE,
            null,
            null,
            Timings.NONE,
            new Source(Samples.TOPIC, partition, offset),
            Map.of());
    Position position = Position.whole(partition, offset);
    return status == Status.RETRYING
        ? new Write.Retrying(position, Samples.raw(partition, offset, "acme"), outcome, 99)
        : new Write.Final(position, Samples.raw(partition, offset, "acme"), outcome, false);
  }

  private List<Write> awaitWritten(int count) throws InterruptedException {
    List<Write> writes = new ArrayList<>();
    while (writes.size() < count) {
      CoreEvent.Written event = written.poll(20, TimeUnit.SECONDS);
      assertThat(event).as("%s of %s written", writes.size(), count).isNotNull();
      writes.addAll(event.writes());
    }
    return writes;
  }

  private List<ProducerRecord<byte[], byte[]>> history(String topic) {
    return producer.history().stream().filter(record -> record.topic().equals(topic)).toList();
  }

  @Test
  void oneTransaction_hasOneJournalRecordPerPartition() throws InterruptedException {
    List<Write> writes =
        List.of(
            write(0, 5, Status.ACCEPTED),
            write(1, 9, Status.ACCEPTED),
            write(0, 6, Status.RETRYING));
    writes.forEach(publisher::publish);
    publisher.start();

    CoreEvent.Written event = written.poll(20, TimeUnit.SECONDS);
    assertThat(event).isNotNull();
    assertThat(event.writes()).isEqualTo(writes);
    assertThat(event.journalEnds()).containsOnlyKeys(0, 1).doesNotContainValue(0L);
    assertThat(producer.commitCount()).isEqualTo(1);
    List<ProducerRecord<byte[], byte[]>> journal = history("dispatch.journal");
    assertThat(journal).extracting(ProducerRecord::partition).containsExactly(0, 1);
    assertThat(JournalCodec.decode(journal.getFirst().value()))
        .containsExactly(
            new JournalEntry.Done(Position.whole(0, 5)),
            new JournalEntry.Retry(Position.whole(0, 6), 1, 99));
    assertThat(history("dispatch.outcomes")).hasSize(3);
  }

  @Test
  void ownershipAndCalls_areInTheJournalInTheirOrder() throws InterruptedException {
    publisher.publish(new Write.Owned(0, 1));
    publisher.publish(new Write.Called(0, Map.of("acme", 3)));
    publisher.publish(write(0, 5, Status.ACCEPTED));
    publisher.publish(new Write.Released(0, 1));
    publisher.start();

    assertThat(awaitWritten(4)).hasSize(4);
    assertThat(journal(0))
        .containsExactly(
            new JournalEntry.Owned("group-w1"),
            new JournalEntry.Called("acme", 3),
            new JournalEntry.Done(Position.whole(0, 5)),
            new JournalEntry.Released());
  }

  private List<JournalEntry> journal(int partition) {
    return history("dispatch.journal").stream()
        .filter(record -> record.partition() == partition)
        .flatMap(record -> JournalCodec.decode(record.value()).stream())
        .toList();
  }

  @Test
  void ownership_isShownToTheGroup_byTheOffsetThatIsCommittedAlready() throws InterruptedException {
    publisher.publish(write(1, 5, Status.ACCEPTED));
    publisher.publish(new Write.Owned(0, 1));
    publisher.publish(new Write.Owned(2, 2));
    publisher.publish(write(1, 6, Status.ACCEPTED));
    publisher.start();

    awaitWritten(4);
    assertThat(producer.commitCount()).isEqualTo(3);
    assertThat(producer.consumerGroupOffsetsHistory())
        .containsExactly(
            Map.of(
                "group",
                Map.of(
                    new TopicPartition(Samples.TOPIC, 0), new OffsetAndMetadata(40, "as it was"),
                    new TopicPartition(Samples.TOPIC, 2), new OffsetAndMetadata(42, "as it was"))));
  }

  private void publishBehindARefusedOwnership(Write... writes) {
    producer.sendOffsetsToTransactionException = new CommitFailedException("moved on");
    publisher.publish(new Write.Owned(0, 1));
    for (Write write : writes) {
      publisher.publish(write);
    }
    publisher.start();
  }

  @Test
  void ownershipThatTheGroupRefuses_isTriedAgainInItsNextGeneration_inOrder()
      throws InterruptedException {
    Write first = done(0, 5);
    Write second = done(0, 6);
    Write other = done(1, 7);
    publishBehindARefusedOwnership(first, other);

    assertThat(awaitWritten(1)).as("another's waits for nothing").containsExactly(other);
    assertThat(journal(0)).isEmpty();
    publisher.publish(second);
    producer.sendOffsetsToTransactionException = null;
    member = generation(2);

    assertThat(awaitWritten(3)).containsExactly(new Write.Owned(0, 1), first, second);
    assertThat(journal(0))
        .containsExactly(
            new JournalEntry.Owned("group-w1"),
            new JournalEntry.Done(Position.whole(0, 5)),
            new JournalEntry.Done(Position.whole(0, 6)));
    assertThat(refused).isEmpty();
    assertThat(fatal).isEmpty();
  }

  @Test
  void ownershipThatTheGroupRefuses_assignmentOver_isVoidWithWhatFollows()
      throws InterruptedException {
    Write first = done(0, 5);
    Write second = done(0, 6);
    Write other = done(1, 7);
    publishBehindARefusedOwnership(first, other);
    awaitWritten(1);

    member = null;
    assertThat(awaitRefused())
        .isEqualTo(new CoreEvent.OwnershipRefused(0, List.of(new Write.Owned(0, 1), first)));
    publisher.publish(second);
    assertThat(awaitRefused()).isEqualTo(new CoreEvent.OwnershipRefused(0, List.of(second)));

    producer.sendOffsetsToTransactionException = null;
    member = generation(3);
    publisher.publish(new Write.Owned(0, 2));
    publisher.publish(first);
    awaitWritten(2);
    assertThat(journal(0))
        .containsExactly(
            new JournalEntry.Owned("group-w1"), new JournalEntry.Done(Position.whole(0, 5)));
    assertThat(fatal).isEmpty();
  }

  @Test
  void ownershipOfAnAssignmentThatIsOver_isNotEvenTried() throws InterruptedException {
    Write first = done(0, 5);
    member = null;
    publisher.publish(new Write.Owned(0, 1));
    publisher.publish(first);
    publisher.start();

    assertThat(awaitRefused().writes()).containsExactly(new Write.Owned(0, 1));
    assertThat(awaitRefused().writes()).containsExactly(first);
    assertThat(producer.commitCount()).isZero();
  }

  private static Write done(int partition, long offset) {
    return write(partition, offset, Status.ACCEPTED);
  }

  private CoreEvent.OwnershipRefused awaitRefused() throws InterruptedException {
    CoreEvent.OwnershipRefused event = refused.poll(20, TimeUnit.SECONDS);
    assertThat(event).isNotNull();
    return event;
  }

  @Test
  void snapshot_isInTheTransactionOfItsBatch() throws InterruptedException {
    publisher.publish(write(3, 5, Status.ACCEPTED));
    publisher.publish(new Write.Snapshot(SnapshotSamples.of(3, 100, 12)));
    publisher.start();

    awaitWritten(2);
    assertThat(producer.commitCount()).isEqualTo(1);
    assertThat(history("dispatch.journal")).hasSize(1);
    List<ProducerRecord<byte[], byte[]>> chunks = history("dispatch.progress");
    assertThat(chunks).extracting(ProducerRecord::partition).containsOnly(3);
    assertThat(new String(chunks.getLast().key(), StandardCharsets.UTF_8)).isEqualTo("3/head");
    assertThat(stored(chunks))
        .isInstanceOfSatisfying(
            StoredSnapshot.Found.class,
            found -> {
              assertThat(found.state().frontier()).isEqualTo(100);
              assertThat(found.by())
                  .isEqualTo(new StoredSnapshot.By("group", Uuid.ONE_UUID, "group-w1", false, 12));
            });
  }

  private static StoredSnapshot stored(List<ProducerRecord<byte[], byte[]>> chunks) {
    SnapshotChunks stored = new SnapshotChunks(3);
    chunks.forEach(chunk -> stored.put(chunk.key(), chunk.value()));
    return stored.snapshot();
  }

  @Test
  void snapshotAlone_leavesTheJournalAlone() throws InterruptedException {
    publisher.publish(new Write.Snapshot(SnapshotSamples.of(3, 100, 12)));
    publisher.start();

    CoreEvent.Written event = written.poll(20, TimeUnit.SECONDS);
    assertThat(event).isNotNull();
    assertThat(event.journalEnds()).isEmpty();
    assertThat(history("dispatch.journal")).isEmpty();
  }

  @Test
  void abortedSnapshot_isWrittenWholeAgain() throws InterruptedException {
    producer.commitTransactionException = new KafkaException("a broker said no");
    publisher.publish(new Write.Snapshot(SnapshotSamples.of(3, 100, 12)));
    publisher.start();
    while (!producer.transactionAborted()) {
      Thread.onSpinWait();
    }
    producer.commitTransactionException = null;

    awaitWritten(1);
    assertThat(stored(history("dispatch.progress"))).isInstanceOf(StoredSnapshot.Found.class);
  }

  @Test
  void lastSnapshot_isMarked_unlessRequestsAreClosedWithIt() throws InterruptedException {
    publisher.publish(new Write.Snapshot(SnapshotSamples.of(3, 100, 12)));
    publisher.publish(new Write.Released(3, 1));
    publisher.start();
    awaitWritten(2);
    assertThat(released()).isTrue();

    publisher.publish(new Write.Owned(3, 1));
    publisher.publish(new Write.Snapshot(SnapshotSamples.of(3, 100, 12)));
    awaitWritten(2);
    assertThat(released()).isFalse();
  }

  private boolean released() {
    return switch (stored(history("dispatch.progress"))) {
      case StoredSnapshot.Found(var by, _) -> by.released();
      case StoredSnapshot other -> throw new AssertionError(other);
    };
  }

  @Test
  void snapshotThatKafkaDoesNotTake_isLeftOut() throws InterruptedException {
    LimitedProducer limited = new LimitedProducer();
    Publisher withLimit = writingTo(limited);
    OffsetQueue offsets = new OffsetQueue();
    for (long offset = 0; offset < 3 * LimitedProducer.LIMIT; offset += 2) {
      offsets.add(offset);
    }
    withLimit.publish(write(3, 5, Status.ACCEPTED));
    withLimit.publish(
        new Write.Snapshot(
            SnapshotSamples.of(
                3, 100, 12, List.of(new Flow("acme", Priority.BULK, 0, 1, offsets)))));
    withLimit.start();

    assertThat(awaitWritten(2)).hasSize(2);
    withLimit.close();
    assertThat(fatal).isEmpty();
    assertThat(limited.history()).noneMatch(sent -> sent.topic().equals("dispatch.progress"));
    assertThat(limited.history()).anyMatch(sent -> sent.topic().equals("dispatch.outcomes"));
  }

  @Test
  void failedTransaction_isAbortedAndTriedAgain_nothingLostOrDoubled() throws InterruptedException {
    producer.commitTransactionException = new KafkaException("a broker said no");
    publisher.publish(write(0, 5, Status.ACCEPTED));
    publisher.publish(write(0, 6, Status.ACCEPTED));
    publisher.start();
    while (!producer.transactionAborted()) {
      Thread.onSpinWait();
    }
    assertThat(written).isEmpty();
    producer.commitTransactionException = null;

    assertThat(awaitWritten(2)).hasSize(2);
    assertThat(producer.commitCount()).isEqualTo(1);
    // The mock's history holds what was committed.
    assertThat(history("dispatch.outcomes")).hasSize(2);
    assertThat(history("dispatch.journal")).hasSize(1);
    assertThat(fatal).isEmpty();
  }

  /** Takes no large value, as a topic does: a transaction that holds one cannot be committed. */
  private static final class LimitedProducer extends MockProducer<byte[], byte[]> {

    private static final int LIMIT = 10_000;

    LimitedProducer() {
      super(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @Override
    public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record) {
      int key = record.key() == null ? 0 : record.key().length;
      int value = record.value() == null ? 0 : record.value().length;
      if (key + value > LIMIT) {
        commitTransactionException =
            new KafkaException("in an error state", new RecordTooLargeException("too large"));
      }
      return super.send(record);
    }

    @Override
    public void abortTransaction() {
      commitTransactionException = null;
      super.abortTransaction();
    }
  }

  @Test
  void recordThatKafkaDoesNotTake_isWrittenWithoutItsValue_andKeepsNobodyWaiting()
      throws InterruptedException {
    LimitedProducer limited = new LimitedProducer();
    Publisher withLimit = writingTo(limited);
    RawRecord large =
        new RawRecord(
            Samples.TOPIC, 0, 6, 0, null, new byte[LimitedProducer.LIMIT + 1], new RecordHeaders());
    Source source = new Source(Samples.TOPIC, 0, 6);
    Failure failure = Failure.of(FailureCategory.REQUEST, FailureCode.NOT_JSON, "not JSON");
    withLimit.publish(write(0, 5, Status.ACCEPTED));
    withLimit.publish(new Write.Unreadable(Position.whole(0, 6), large, source, 0, failure));
    withLimit.publish(new Write.Moved(Position.whole(0, 7), large, "r7", "acme", 1, source));
    withLimit.publish(write(0, 8, Status.ACCEPTED));
    withLimit.start();

    assertThat(awaitWritten(4)).hasSize(4);
    withLimit.close();
    assertThat(fatal).isEmpty();
    assertThat(limited.history())
        .filteredOn(record -> record.topic().equals("dispatch.dead-letters"))
        .hasSize(2)
        .allSatisfy(record -> assertThat(record.value()).isNull());
    assertThat(limited.history())
        .filteredOn(record -> record.topic().equals("dispatch.outcomes"))
        .extracting(record -> OutcomeCodec.decode(record.value()).status())
        .containsExactlyInAnyOrder(Status.ACCEPTED, Status.FAILED, Status.ACCEPTED);
  }

  @Test
  void delayedRequestThatIsTooLargeToReturn_returnsWithoutItsValue_andKeepsNobodyWaiting()
      throws InterruptedException {
    LimitedProducer limited = new LimitedProducer();
    Publisher withLimit = writingTo(limited);
    RawRecord large =
        new RawRecord(
            "dispatch.delay",
            0,
            17,
            0,
            null,
            new byte[LimitedProducer.LIMIT + 1],
            new RecordHeaders());
    withLimit.publish(write(0, 5, Status.ACCEPTED));
    Write.Returned returned = new Write.Returned(0, large, false);
    withLimit.publish(returned);
    withLimit.start();

    assertThat(awaitWritten(2)).contains(returned);
    withLimit.close();
    assertThat(fatal).isEmpty();
    assertThat(limited.history())
        .filteredOn(record -> record.topic().equals("dispatch.requests"))
        .singleElement()
        .satisfies(record -> assertThat(record.value()).isNull());
  }

  @Test
  void keyThatKafkaDoesNotTake_isLeftOutToo() throws InterruptedException {
    LimitedProducer limited = new LimitedProducer();
    Publisher withLimit = writingTo(limited);
    byte[] large = new byte[LimitedProducer.LIMIT + 1];
    RawRecord raw = new RawRecord(Samples.TOPIC, 0, 6, 0, large, null, new RecordHeaders());
    Source source = new Source(Samples.TOPIC, 0, 6);
    Failure failure = Failure.of(FailureCategory.REQUEST, FailureCode.NOT_JSON, "not JSON");
    withLimit.publish(new Write.Unreadable(Position.whole(0, 6), raw, source, 0, failure));
    withLimit.start();

    assertThat(awaitWritten(1)).hasSize(1);
    withLimit.close();
    assertThat(limited.history())
        .filteredOn(record -> record.topic().equals("dispatch.dead-letters"))
        .singleElement()
        .satisfies(record -> assertThat(record.key()).isNull());
  }

  @Test
  void commitWithoutAnAnswer_isAskedForAgain_notWrittenAgain() throws InterruptedException {
    producer.commitTransactionException = new TimeoutException("no answer");
    publisher.publish(write(0, 5, Status.ACCEPTED));
    publisher.start();
    while (!producer.transactionInFlight()) {
      Thread.onSpinWait();
    }
    producer.commitTransactionException = null;

    awaitWritten(1);
    assertThat(producer.transactionAborted()).isFalse();
    assertThat(history("dispatch.outcomes")).hasSize(1);
  }

  @Test
  void fencedProducer_isFatal() throws InterruptedException {
    publisher.start();
    producer.fenceProducer();
    publisher.publish(write(0, 5, Status.ACCEPTED));

    assertThat(awaitFatal()).isInstanceOf(KafkaException.class);
    assertThat(written).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("refusals")
  @Timeout(60)
  void refusedResults_areTriedUntilTheyArePermitted_nothingLostOrDoubled(KafkaException refusal)
      throws InterruptedException {
    producer.commitTransactionException = refusal;
    publisher.publish(write(0, 5, Status.ACCEPTED));
    publisher.start();
    while (!producer.transactionAborted()) {
      Thread.onSpinWait();
    }
    assertThat(written).isEmpty();
    producer.commitTransactionException = null;

    assertThat(awaitWritten(1)).hasSize(1);
    assertThat(history("dispatch.outcomes")).hasSize(1);
    assertThat(fatal).isEmpty();
  }

  static List<KafkaException> refusals() {
    TopicAuthorizationException refusal = new TopicAuthorizationException("dispatch.outcomes");
    return List.of(
        refusal,
        new KafkaException("in an error state", refusal),
        new GroupAuthorizationException("group"));
  }

  @Test
  void refusedTransactionalId_isFatal() throws InterruptedException {
    producer.commitTransactionException = new TransactionalIdAuthorizationException("not yours");
    publisher.start();
    publisher.publish(write(0, 5, Status.ACCEPTED));

    assertThat(awaitFatal()).isInstanceOf(TransactionalIdAuthorizationException.class);
    assertThat(written).isEmpty();
  }

  @Test
  void progressCreatedAnew_nextSnapshotIsWrittenWhole() throws InterruptedException {
    publisher.publish(new Write.Snapshot(SnapshotSamples.of(3, 100, 12)));
    publisher.start();
    awaitWritten(1);
    producer.clear();

    publisher.snapshotsGone();
    publisher.publish(new Write.Snapshot(SnapshotSamples.of(3, 100, 12)));
    awaitWritten(1);

    assertThat(stored(history("dispatch.progress"))).isInstanceOf(StoredSnapshot.Found.class);
  }

  @Test
  void defectOfOurOwn_isFatalToo() throws InterruptedException {
    producer.sendException = new IllegalStateException("a defect");
    publisher.start();
    publisher.publish(write(0, 5, Status.ACCEPTED));

    assertThat(awaitFatal()).hasMessage("a defect");
    assertThat(written).isEmpty();
  }

  @Test
  void libraryThatIsMissing_isFatalToo() throws InterruptedException {
    var broken =
        new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer()) {
          @Override
          public synchronized Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record) {
            throw new NoClassDefFoundError("org/xerial/snappy/Snappy");
          }
        };
    try (Publisher withoutLibrary = writingTo(broken)) {
      withoutLibrary.start();
      withoutLibrary.publish(write(0, 5, Status.ACCEPTED));

      assertThat(awaitFatal()).isInstanceOf(NoClassDefFoundError.class);
      assertThat(written).isEmpty();
    }
  }

  private @Nullable Throwable awaitFatal() throws InterruptedException {
    return fatal.poll(20, TimeUnit.SECONDS);
  }

  @Test
  void closing_writesWhatIsQueued() throws InterruptedException {
    for (int offset = 0; offset < 100; offset++) {
      publisher.publish(write(0, offset, Status.ACCEPTED));
    }
    publisher.start();
    publisher.close(Duration.ofSeconds(20));

    assertThat(awaitWritten(100)).hasSize(100);
    assertThat(producer.closed()).isTrue();
  }
}
