package io.campaigndispatch.dispatcher.intake;

import io.campaigndispatch.dispatcher.core.CoreEvent;
import io.campaigndispatch.dispatcher.core.Restored;
import io.campaigndispatch.dispatcher.index.RecentIds;
import io.campaigndispatch.dispatcher.journal.ResumeMetadata;
import io.campaigndispatch.dispatcher.logs.LogEvent;
import io.campaigndispatch.model.wire.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;
import java.util.function.IntToLongFunction;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads and decodes: one thread, one consumer with assigned partitions that never joins the group
 * and never commits. A partition is read once it has been taken over, from a little before the
 * committed offset, so that the ids of the requests before it are known.
 */
public final class Reader implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Reader.class);

  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration POLL_WHILE_OPENING = Duration.ofMillis(5);

  /** For one question about partitions to be taken over, while the others wait to be read. */
  private static final Duration ANSWER = Duration.ofSeconds(2);

  private static final Duration PAUSE_AFTER_ERROR = Duration.ofMillis(500);

  private final Consumer<byte[], byte[]> consumer;
  private final Takeovers takeovers;
  private final Decoding decoding;
  private final Topics topics;
  private final CoreInput core;
  private final Thread thread;
  private final BlockingQueue<Runnable> commands = new LinkedBlockingQueue<>();

  // Owned by the reader thread.
  private final Map<Integer, Long> positions = new HashMap<>();
  private boolean reads = true;
  private volatile boolean closing;
  private volatile int served;
  private volatile Set<Integer> reading = Set.of();

  /**
   * Which requests topic is read: one that is created anew under the same name is another.
   *
   * @param journalFrom by partition; journal entries below it are about a topic that is gone
   */
  public record RequestsIdentity(Uuid topicId, IntToLongFunction journalFrom) {}

  /** Where the core takes what was read. */
  public interface CoreInput {
    void post(CoreEvent event);

    /** Waits while the core has enough to do. */
    void postRecords(CoreEvent.RecordsRead records) throws InterruptedException;

    /** Waits while the core has enough to do. */
    void postRecords(CoreEvent.ReadAgain records) throws InterruptedException;

    /** Reading has ended for good. */
    void failed(Throwable cause);
  }

  /**
   * @param newIds makes a partition's memory of recent request ids
   * @param internalTopics whether they have so many partitions; a partition that they do not reach
   *     is not taken over until they do
   */
  Reader(
      Consumer<byte[], byte[]> consumer,
      TakeoverReader takeover,
      RequestsIdentity identity,
      Decoding decoding,
      Topics topics,
      Supplier<RecentIds> newIds,
      IntPredicate internalTopics,
      CoreInput core) {
    this.consumer = consumer;
    this.decoding = decoding;
    this.topics = topics;
    this.takeovers =
        new Takeovers(
            consumer,
            topics.requests(),
            takeover,
            identity,
            newIds,
            internalTopics,
            this::command,
            this::beginReading);
    this.core = core;
    this.thread = Thread.ofPlatform().name("dispatch-reader").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /**
   * Takes a partition over and reads it, once the core has let go of an earlier assignment of it.
   */
  void open(int partition, long epoch) {
    command(() -> takeovers.want(partition, epoch));
  }

  /** Reads no more of a partition. */
  void stop(int partition) {
    command(
        () -> {
          takeovers.forget(partition);
          positions.remove(partition);
          assign();
        });
  }

  /** The core has let go of a partition. */
  void released(int partition) {
    command(() -> takeovers.released(partition));
  }

  void setReading(boolean on) {
    command(() -> reads = on);
  }

  /**
   * The offset from which a partition was taken over; null when in this assignment it is not yet.
   */
  @Nullable OffsetAndMetadata takenFrom(int partition, long epoch) {
    return takeovers.takenFrom(partition, epoch);
  }

  /** See {@link ResumeMetadata.Pointer}; since the partition was taken over last. */
  long snapshotsFrom(int partition) {
    return takeovers.snapshotsFrom(partition);
  }

  /** Partitions being read, also while reading is stopped, and those held. */
  int served() {
    return served;
  }

  /** How many partitions are held, by every reason there is. */
  Map<String, Integer> held() {
    return takeovers.held();
  }

  /** Those that are being read. */
  Set<Integer> reading() {
    return reading;
  }

  private void command(Runnable command) {
    commands.add(command);
    consumer.wakeup();
  }

  @Override
  public void close() throws InterruptedException {
    closing = true;
    consumer.wakeup();
    thread.join(Duration.ofSeconds(5));
  }

  private void run() {
    try (consumer;
        takeovers) {
      while (!closing) {
        try {
          turn();
        } catch (WakeupException e) {
          // A command waits.
        } catch (InterruptException e) {
          return;
        } catch (KafkaException e) {
          LogEvent.READING_FAILING.log(log, e.toString());
          Thread.sleep(PAUSE_AFTER_ERROR);
        }
      }
    } catch (InterruptedException e) {
      LogEvent.THREAD_INTERRUPTED.log(log, "dispatch-reader");
    } catch (RuntimeException e) {
      LogEvent.READING_BROKE.log(log, e);
      core.failed(e);
    }
  }

  private void turn() throws InterruptedException {
    for (Runnable command = commands.poll(); command != null; command = commands.poll()) {
      command.run();
    }
    takeovers.tryBegin();
    if (!takeovers.isIdle() && takeovers.poll(POLL_WHILE_OPENING)) {
      assign();
    }
    if (positions.isEmpty() || !reads) {
      if (takeovers.isIdle()) {
        Runnable command = commands.poll(POLL.toMillis(), TimeUnit.MILLISECONDS);
        if (command != null) {
          command.run();
        }
      }
      return;
    }
    try {
      pass(consumer.poll(takeovers.isIdle() ? POLL : POLL_WHILE_OPENING));
    } catch (OffsetOutOfRangeException e) {
      skipDeleted(e.offsetOutOfRangePartitions());
    }
  }

  /** Retention was faster than reading. */
  private void skipDeleted(Map<TopicPartition, Long> wanted) {
    Map<TopicPartition, Long> firsts = consumer.beginningOffsets(wanted.keySet(), ANSWER);
    wanted.forEach(
        (partition, offset) -> {
          long first = firsts.getOrDefault(partition, 0L);
          if (first < offset) {
            // The next start finds out what still counts.
            throw new IllegalStateException(
                "requests log is shorter than what was read of it: " + partition + "@" + offset);
          }
          core.post(
              new CoreEvent.UnreadDeleted(
                  partition.partition(), takeovers.epoch(partition.partition()), first));
          positions.put(partition.partition(), first);
          consumer.seek(partition, first);
        });
  }

  private void beginReading(Opened.Ready ready, Restored restored) {
    int partition = ready.partition();
    core.post(new CoreEvent.PartitionOpened(partition, ready.epoch(), restored));
    positions.put(partition, restored.readFrom());
    assign();
    consumer.seek(of(partition), restored.readFrom());
    LogEvent.PARTITION_OPENED.log(
        log, partition, restored.readFrom(), positions.size(), takeovers.heldCount());
  }

  private void assign() {
    Set<TopicPartition> assigned = new HashSet<>();
    positions.keySet().forEach(partition -> assigned.add(of(partition)));
    consumer.assign(assigned);
    served = assigned.size() + takeovers.heldCount();
    reading = Set.copyOf(positions.keySet());
  }

  /**
   * Passes every record on before anything that could fail: what a poll returned is never returned
   * again.
   */
  private void pass(ConsumerRecords<byte[], byte[]> polled) throws InterruptedException {
    for (TopicPartition partition : polled.partitions()) {
      List<CoreEvent.ReadRecord> records = new ArrayList<>();
      long next = 0;
      for (ConsumerRecord<byte[], byte[]> record : polled.records(partition)) {
        records.add(decoding.decoded(record));
        next = record.offset() + 1;
      }
      passTo(partition.partition(), records, next);
    }
    for (int partition : Set.copyOf(positions.keySet())) {
      passTo(partition, List.of(), consumer.position(of(partition)));
    }
  }

  /**
   * Tells the core how far a partition has been read; offsets may have gaps, so that can be without
   * any record.
   */
  private void passTo(int partition, List<CoreEvent.ReadRecord> records, long next)
      throws InterruptedException {
    Long before = positions.put(partition, next);
    if (before == null || before != next) {
      long epoch = takeovers.epoch(partition);
      core.postRecords(new CoreEvent.RecordsRead(partition, epoch, records, next));
    }
  }

  private TopicPartition of(int partition) {
    return new TopicPartition(topics.requests(), partition);
  }
}
