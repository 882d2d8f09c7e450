package io.campaigndispatch.dispatcher.publish;

import io.campaigndispatch.dispatcher.core.CoreEvent;
import io.campaigndispatch.dispatcher.core.Homes;
import io.campaigndispatch.dispatcher.core.Write;
import io.campaigndispatch.dispatcher.journal.GroupProof;
import io.campaigndispatch.dispatcher.journal.SnapshotWriter;
import io.campaigndispatch.dispatcher.logs.LogEvent;
import io.campaigndispatch.model.wire.Topics;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The worker's only writer: one thread, one transactional producer. Each transaction carries a
 * batch of writes and, per partition, one journal record that says what they did, and the changed
 * chunks of the snapshots among them; so either all of it happened or nothing.
 *
 * <p>A transaction begins 10 ms after the last one when little is going on and 100 ms after it when
 * much is: batches save more than they delay (ADR 0004).
 *
 * <p>Ownership is written in transactions of its own, which the group refuses when it has moved on:
 * a worker that stood still does not take what another has by now, and the writes of its other
 * partitions do not wait for that.
 */
public final class Publisher implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Publisher.class);

  private static final int MOST_WRITES = 5_000;

  /** So that a transaction of large dead letters ends well within its time-out. */
  private static final long MOST_BYTES = 16 << 20;

  private static final int WRITES_PER_MILLISECOND = 20;
  private static final long SHORTEST_PAUSE_MILLIS = 10;
  private static final long LONGEST_PAUSE_MILLIS = 100;

  private final Producer<byte[], byte[]> producer;
  private final StateRecords state;
  private final Transactions transactions;
  private final Consumer<? super CoreEvent> core;
  private final Consumer<Throwable> onFatal;
  private final BlockingQueue<Write> queue = new LinkedBlockingQueue<>();
  private final Unowned unowned;

  /** Before what is queued. */
  private final ArrayDeque<Write> ahead = new ArrayDeque<>();

  private final Thread thread;
  private volatile boolean closing;

  /**
   * Who writes.
   *
   * @param groupId of the workers
   * @param transactionalId the producer's: fencing it ends all that this worker can still write
   * @param requestsTopicId of the topic whose requests it writes about
   */
  public record Identity(String groupId, String transactionalId, Uuid requestsTopicId) {}

  /**
   * @param producer transactional; its transactions are initialised here
   * @param proofs that a partition is this worker's, when it takes it
   * @param core told of each committed batch and of what will never be written, on the publisher's
   *     thread
   * @param onFatal told when nothing can be written any more (fenced, not authorised, a defect):
   *     the worker must end
   */
  public Publisher(
      Producer<byte[], byte[]> producer,
      Identity identity,
      Topics topics,
      Homes homes,
      Clock clock,
      GroupProof.Source proofs,
      Consumer<? super CoreEvent> core,
      Consumer<Throwable> onFatal) {
    this.producer = producer;
    this.state =
        new StateRecords(
            producer,
            topics,
            identity.transactionalId(),
            new SnapshotWriter(
                identity.groupId(), identity.transactionalId(), identity.requestsTopicId()));
    this.transactions =
        new Transactions(producer, new OutgoingRecords(topics, homes), state, clock);
    this.core = core;
    this.unowned = new Unowned(proofs, core);
    this.onFatal = onFatal;
    this.thread = Thread.ofPlatform().name("dispatch-publisher").unstarted(this::run);
  }

  /** Fences an older producer of the same transactional id and begins to write. */
  public void start() {
    producer.initTransactions();
    thread.start();
  }

  /** Puts a write into the next transaction. */
  public void publish(Write write) {
    queue.add(write);
  }

  /** The progress topic was created anew: snapshots are written whole again. From any thread. */
  public void snapshotsGone() {
    state.snapshotsGone();
  }

  /** Writes what is queued, within the time-out, and ends. */
  public void close(Duration timeout) throws InterruptedException {
    closing = true;
    if (thread.getState() != Thread.State.NEW && !thread.join(timeout)) {
      LogEvent.RESULTS_LATE.log(log, queue.size());
      thread.interrupt();
    }
    producer.close(Duration.ofSeconds(2));
  }

  @Override
  public void close() throws InterruptedException {
    close(Duration.ofSeconds(10));
  }

  private void run() {
    List<Write> batch = new ArrayList<>();
    try {
      while (!closing || !queue.isEmpty() || !ahead.isEmpty()) {
        ahead.addAll(unowned.again());
        Write first = ahead.isEmpty() ? queue.poll(20, TimeUnit.MILLISECONDS) : ahead.poll();
        if (first == null) {
          continue;
        }
        gather(first, batch);
        if (first instanceof Write.Owned) {
          claim(batch);
        } else if (!batch.isEmpty()) {
          core.accept(transactions.write(batch).told(batch));
        }
        pause(batch.size());
        batch.clear();
      }
    } catch (InterruptedException | InterruptException e) {
      LogEvent.THREAD_INTERRUPTED.log(log, "dispatch-publisher");
    } catch (RuntimeException | ExecutionException | Error e) {
      // An error too must end the worker, such as a compression's native library that is missing.
      LogEvent.PUBLISHER_BROKE.log(log, e);
      onFatal.accept(e);
    }
  }

  /** Either all that is said of ownership next, or all of the rest before it. */
  private void gather(Write first, List<Write> batch) {
    boolean claims = first instanceof Write.Owned;
    long bytes = 0;
    for (Write next = first; next != null; next = next(claims)) {
      if (!unowned.keeps(next)) {
        batch.add(next);
        bytes += size(next);
      }
      if (batch.size() >= MOST_WRITES || bytes >= MOST_BYTES) {
        return;
      }
    }
  }

  private @Nullable Write next(boolean claim) {
    Queue<Write> from = ahead.isEmpty() ? queue : ahead;
    Write next = from.peek();
    return next == null || next instanceof Write.Owned != claim ? null : from.poll();
  }

  /** Writes who owns these partitions now, as far as the group still knows of it. */
  private void claim(List<Write> batch) throws InterruptedException, ExecutionException {
    List<Write.Owned> claims = batch.stream().map(Write.Owned.class::cast).toList();
    for (var of : unowned.proofsOf(claims).entrySet()) {
      ConsumerGroupMetadata member = of.getKey();
      Set<Write.Owned> provable = of.getValue().keySet();
      Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
      of.getValue().values().forEach(proof -> offsets.put(proof.partition(), proof.offset()));
      List<Write> writes = List.copyOf(provable);
      try {
        core.accept(transactions.write(writes, () -> prove(offsets, member)).told(writes));
      } catch (CommitFailedException e) {
        LogEvent.OWNERSHIP_REFUSED.log(log, offsets.keySet(), member.generationId());
        unowned.refused(member, provable);
      }
    }
  }

  /**
   * First all records are in the log: whoever was given one of these partitions by then is in a
   * later generation, and whoever is given one later finds this transaction open and fences it.
   */
  private void prove(Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata member) {
    producer.flush();
    producer.sendOffsetsToTransaction(offsets, member);
  }

  private static long size(Write write) {
    return switch (write) {
      case Write.OfRequest request -> OutgoingRecords.size(request);
      case Write.Returned returned -> OutgoingRecords.size(returned.raw());
      case Write.Kept kept -> OutgoingRecords.size(kept.raw());
      case Write.Snapshot(var taken) -> SnapshotWriter.size(taken);
      case Write.Started _, Write.Unstarted _, Write.Called _, Write.Owned _, Write.Released _ -> 0;
    };
  }

  private void pause(int batchSize) throws InterruptedException {
    if (!closing && queue.size() < MOST_WRITES) {
      TimeUnit.MILLISECONDS.sleep(
          Math.clamp(
              batchSize / WRITES_PER_MILLISECOND, SHORTEST_PAUSE_MILLIS, LONGEST_PAUSE_MILLIS));
    }
  }
}
