package io.campaigndispatch.dispatcher.intake;

import io.campaigndispatch.dispatcher.core.Restored;
import io.campaigndispatch.dispatcher.index.RecentIds;
import io.campaigndispatch.dispatcher.journal.ResumeMetadata;
import io.campaigndispatch.dispatcher.logs.LogEvent;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The partitions that are to be read, until each of them is: taken over once the core has let go of
 * an earlier assignment of it, restored, handed over; or held. Owned by the reader thread, except
 * where noted.
 */
final class Takeovers implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Takeovers.class);

  /** For one question about partitions to be taken over, while the others wait to be read. */
  private static final Duration ANSWER = Duration.ofSeconds(2);

  private static final Duration PAUSE_AFTER_ERROR = Duration.ofMillis(500);

  private final Consumer<?, ?> consumer;
  private final String topic;
  private final TakeoverReader takeover;
  private final Reader.RequestsIdentity identity;
  private final Restorer restorer;
  private final IntPredicate internalTopics;
  private final Map<Integer, TakenFrom> takenFrom = new ConcurrentHashMap<>();
  private final Map<Integer, Long> wanted = new HashMap<>();
  private final Map<Integer, Long> begun = new HashMap<>();
  private final Map<Integer, Opened.Reason> held = new HashMap<>();
  private volatile List<Opened.Reason> heldFor = List.of();
  private long beginAgainNanos = System.nanoTime();

  private record TakenFrom(long epoch, OffsetAndMetadata offset, long snapshotsFrom) {}

  /**
   * @param consumer of the requests, asked for how far they reach
   * @param newIds makes a partition's memory of recent request ids
   * @param internalTopics whether they have so many partitions; a partition that they do not reach
   *     is not taken over until they do
   * @param reader runs what it is given on the reader thread
   * @param through told there of each partition that is to be read now
   */
  Takeovers(
      Consumer<?, ?> consumer,
      String topic,
      TakeoverReader takeover,
      Reader.RequestsIdentity identity,
      Supplier<RecentIds> newIds,
      IntPredicate internalTopics,
      Executor reader,
      BiConsumer<Opened.Ready, Restored> through) {
    this.consumer = consumer;
    this.topic = topic;
    this.takeover = takeover;
    this.identity = identity;
    this.internalTopics = internalTopics;
    this.restorer =
        new Restorer(
            newIds,
            reader,
            (ready, restored) -> {
              taken(ready);
              through.accept(ready, restored);
            });
  }

  void want(int partition, long epoch) {
    wanted.put(partition, epoch);
  }

  /** A partition is wanted no more. */
  void forget(int partition) {
    wanted.remove(partition);
    takeover.forget(partition);
    restorer.forget(partition);
    held.remove(partition);
    tellHeld();
  }

  /** The core has let go of a partition. */
  void released(int partition) {
    begun.remove(partition);
  }

  /** Of a partition's assignment that was begun last; 0 for none. */
  long epoch(int partition) {
    return begun.getOrDefault(partition, 0L);
  }

  boolean isIdle() {
    return takeover.isIdle();
  }

  /** How many partitions are held. */
  int heldCount() {
    return held.size();
  }

  /** How many partitions are held, by every reason there is; from any thread. */
  Map<String, Integer> held() {
    List<Opened.Reason> now = heldFor;
    Map<String, Integer> counts = new TreeMap<>();
    for (Opened.Reason reason : Opened.Reason.values()) {
      counts.put(reason.name(), Collections.frequency(now, reason));
    }
    return counts;
  }

  /**
   * The offset from which a partition was taken over; null when in this assignment it is not yet.
   * From any thread.
   */
  @Nullable OffsetAndMetadata takenFrom(int partition, long epoch) {
    TakenFrom last = takenFrom.get(partition);
    return last == null || last.epoch() != epoch ? null : last.offset();
  }

  /**
   * See {@link ResumeMetadata.Pointer}; since the partition was taken over last. From any thread.
   */
  long snapshotsFrom(int partition) {
    TakenFrom last = takenFrom.get(partition);
    return last == null ? 0 : last.snapshotsFrom();
  }

  /** What cannot be begun yet keeps nothing waiting that is being read. */
  void tryBegin() throws InterruptedException {
    if (System.nanoTime() - beginAgainNanos < 0) {
      return;
    }
    try {
      begin();
    } catch (WakeupException | InterruptException e) {
      throw e;
    } catch (KafkaException e) {
      LogEvent.TAKEOVER_FAILING.log(log, e.toString());
      beginAgainNanos = System.nanoTime() + PAUSE_AFTER_ERROR.toNanos();
    }
  }

  private void begin() throws InterruptedException {
    Set<TopicPartition> free = new HashSet<>();
    for (int partition : wanted.keySet()) {
      if (!begun.containsKey(partition) && internalTopics.test(partition + 1)) {
        free.add(new TopicPartition(topic, partition));
      }
    }
    if (free.isEmpty()) {
      return;
    }
    Map<TopicPartition, Long> firsts = consumer.beginningOffsets(free, ANSWER);
    Map<TopicPartition, Long> ends = consumer.endOffsets(free, ANSWER);
    Map<TopicPartition, OffsetAndMetadata> committed = takeover.committed(free);
    Map<Integer, TakeoverReader.Wanted> known = new HashMap<>();
    for (TopicPartition partition : free) {
      known.put(
          partition.partition(),
          new TakeoverReader.Wanted(
              wanted.getOrDefault(partition.partition(), 0L),
              committed.get(partition),
              firsts.getOrDefault(partition, 0L),
              ends.getOrDefault(partition, Long.MAX_VALUE),
              identity.topicId(),
              identity.journalFrom().applyAsLong(partition.partition())));
    }
    takeover.begin(known);
    known.forEach(
        (partition, one) -> {
          begun.put(partition, one.epoch());
          wanted.remove(partition);
        });
  }

  /** Goes on with those under way. Returns whether a partition is held from now on. */
  boolean poll(Duration timeout) {
    boolean news = false;
    for (Opened one : takeover.poll(timeout)) {
      switch (one) {
        case Opened.Ready ready -> restorer.restore(ready);
        case Opened.Held(int partition, _, var reason) -> {
          LogEvent.PARTITION_HELD.log(log, partition, reason);
          held.put(partition, reason);
          tellHeld();
          news = true;
        }
      }
    }
    return news;
  }

  private void taken(Opened.Ready ready) {
    takenFrom.put(
        ready.partition(),
        new TakenFrom(ready.epoch(), ready.committed(), ready.takeover().snapshotsFrom()));
  }

  private void tellHeld() {
    heldFor = List.copyOf(held.values());
  }

  @Override
  public void close() {
    restorer.close();
    takeover.close();
  }
}
