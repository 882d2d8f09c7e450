package io.campaigndispatch.dispatcher.intake;

import io.campaigndispatch.dispatcher.core.CoreEvent;
import io.campaigndispatch.dispatcher.index.OpenOffsets;
import io.campaigndispatch.dispatcher.journal.ResumeMetadata;
import io.campaigndispatch.dispatcher.logs.LogEvent;
import io.campaigndispatch.model.wire.Topics;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The worker's place in the consumer group: a subscribed consumer with every partition paused. It
 * reads nothing; it learns which partitions are ours, and commits. While a partition is being
 * revoked it waits until the core has let go of it and commits what the core says, so that the next
 * owner begins exactly there.
 */
final class Membership implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Membership.class);

  private static final Duration POLL = Duration.ofMillis(100);

  /** What {@link Handover#LAST_WRITES} is when the process ends anyway. */
  private static final Duration LAST_HANDOVER_TIMEOUT = Duration.ofSeconds(2);

  private static final Duration PAUSE_AFTER_ERROR = Duration.ofMillis(500);

  private final Consumer<byte[], byte[]> consumer;
  private final Topics topics;
  private final Uuid topicId;
  private final Reader reader;
  private final Reader.CoreInput core;
  private final Supplier<Duration> drainTimeout;
  private final Thread thread;
  private final Map<Integer, OffsetAndMetadata> toCommit = new ConcurrentHashMap<>();
  private final Map<Integer, Draining> draining = new ConcurrentHashMap<>();

  // Owned by the membership thread.
  private final Map<Integer, Long> epochs = new HashMap<>();
  private long lastEpoch;
  private final Map<Integer, OffsetAndMetadata> lastCommitted = new HashMap<>();
  private final AtomicReference<@Nullable Long> question = new AtomicReference<>();
  private boolean asking;
  private @Nullable Long unconfirmed;
  private final Contact contact = new Contact(System.nanoTime());
  private volatile Standing standing = Standing.NONE;
  private volatile boolean closing;
  private volatile int assigned;
  private volatile long rebalances;
  private volatile boolean joined;
  private volatile boolean silent;

  /**
   * @param topicId of the requests topic, noted with every offset
   * @param drainTimeout how long calls in flight may take when a partition is given up
   */
  Membership(
      Consumer<byte[], byte[]> consumer,
      Topics topics,
      Uuid topicId,
      Reader reader,
      Reader.CoreInput core,
      Supplier<Duration> drainTimeout) {
    this.consumer = consumer;
    this.topics = topics;
    this.topicId = topicId;
    this.reader = reader;
    this.core = core;
    this.drainTimeout = drainTimeout;
    this.thread = Thread.ofPlatform().name("dispatch-membership").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** Whether the group has given us our part, which may be nothing. */
  boolean hasJoined() {
    return joined;
  }

  /** Whether the group has not answered for long. */
  boolean isCutOff() {
    return silent;
  }

  /** For how long the group, of which we have partitions, has not been heard from. */
  Duration silence() {
    return contact.silence(System.nanoTime());
  }

  /** How often partitions came here or went away. */
  long rebalances() {
    return rebalances;
  }

  /** Partitions that are ours at the moment. */
  int assigned() {
    return assigned;
  }

  /**
   * As whom the group knows us, in a generation in which this assignment of a partition is ours.
   *
   * @return null when the assignment is over and the core has been told
   */
  @Nullable ConsumerGroupMetadata member(int partition, long epoch) {
    Standing now = standing;
    return epoch == now.epochs().getOrDefault(partition, 0L) ? now.member() : null;
  }

  /** Everything below this offset is closed. */
  void commit(int partition, OpenOffsets.Resume resume) {
    toCommit.put(partition, ResumeMetadata.of(resume, topicId, reader.snapshotsFrom(partition)));
  }

  /**
   * The core has let go of a partition.
   *
   * @param resume what to commit for it; null for nothing
   */
  void released(int partition, OpenOffsets.@Nullable Resume resume) {
    if (resume != null) {
      toCommit.put(partition, ResumeMetadata.of(resume, topicId, reader.snapshotsFrom(partition)));
    }
    Draining waiting = draining.get(partition);
    if (waiting != null) {
      waiting.released().complete(null);
    }
  }

  /** Asks the group, as soon as there is time for it; only the last question is answered. */
  void confirm(long newQuestion) {
    question.set(newQuestion);
  }

  /** Gives every partition up in good order and leaves the group. */
  @Override
  public void close() throws InterruptedException {
    closing = true;
    thread.join(drainTimeout.get().plusSeconds(3));
  }

  private void run() {
    try (consumer) {
      consumer.subscribe(List.of(topics.requests()), new Rebalance());
      while (!closing) {
        try {
          var _ = consumer.poll(POLL);
          // Others may have come or gone without anything changing for us.
          standing = standing();
          commitAsync();
          ask();
          keepContact();
        } catch (InterruptException e) {
          return;
        } catch (KafkaException e) {
          LogEvent.MEMBERSHIP_FAILING.log(log, e.toString());
          Thread.sleep(PAUSE_AFTER_ERROR);
        }
      }
    } catch (InterruptedException e) {
      LogEvent.THREAD_INTERRUPTED.log(log, "dispatch-membership");
    } catch (RuntimeException e) {
      LogEvent.MEMBERSHIP_BROKE.log(log, e);
      core.failed(e);
    }
  }

  /**
   * Commits once more what is committed: a group in which others have what was ours refuses it.
   * What it refuses is asked again, for this worker may only be late to learn of a generation.
   */
  private void ask() {
    Long asked = question.get();
    if (asked == null || asking) {
      return;
    }
    Map<TopicPartition, OffsetAndMetadata> offsets = committed();
    if (offsets.isEmpty()) {
      confirmed(asked);
      return;
    }
    asking = true;
    long now = System.nanoTime();
    consumer.commitAsync(
        offsets,
        (_, error) -> {
          asking = false;
          if (error == null) {
            contact.known(now);
            confirmed(asked);
          } else if (!asked.equals(unconfirmed)) {
            // It is asked ten times a second.
            unconfirmed = asked;
            LogEvent.MEMBERSHIP_NOT_CONFIRMED.log(log, error.toString());
          }
        });
  }

  /** Asks all the while whether the group still has us, and tells the core when it falls silent. */
  private void keepContact() {
    long now = System.nanoTime();
    Map<TopicPartition, OffsetAndMetadata> offsets = committed();
    if (offsets.isEmpty()) {
      contact.known(now);
      silent = false;
      return;
    }
    if (contact.asks(now)) {
      consumer.commitAsync(
          offsets,
          (_, error) -> {
            if (error == null) {
              contact.known(now);
            }
          });
    }
    if (contact.fallsSilent(now)) {
      core.post(new CoreEvent.GroupSilent());
    }
    silent = contact.isSilent();
  }

  /** What is committed of every partition that is ours. */
  private Map<TopicPartition, OffsetAndMetadata> committed() {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    epochs.forEach(
        (partition, epoch) -> {
          OffsetAndMetadata last = lastCommitted.get(partition);
          OffsetAndMetadata offset = last == null ? reader.takenFrom(partition, epoch) : last;
          if (offset != null) {
            offsets.put(new TopicPartition(topics.requests(), partition), offset);
          }
        });
    return offsets;
  }

  private void confirmed(Long asked) {
    question.compareAndSet(asked, null);
    core.post(new CoreEvent.MembershipConfirmed(asked));
  }

  private Standing standing() {
    return new Standing(consumer.groupMetadata(), Map.copyOf(epochs));
  }

  private void commitAsync() {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    for (int partition : Map.copyOf(toCommit).keySet()) {
      OffsetAndMetadata offset = toCommit.remove(partition);
      if (offset != null && epochs.containsKey(partition)) {
        offsets.put(new TopicPartition(topics.requests(), partition), offset);
        lastCommitted.put(partition, offset);
      }
    }
    if (!offsets.isEmpty()) {
      consumer.commitAsync(
          offsets,
          (_, error) -> {
            if (error != null) {
              // The next commit carries a later offset: nothing is lost by leaving this one out.
              LogEvent.COMMIT_FAILED.log(log, error.toString());
            }
          });
    }
  }

  private final class Rebalance implements ConsumerRebalanceListener {

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      consumer.pause(partitions);
      contact.known(System.nanoTime());
      partitions.forEach(partition -> epochs.put(partition.partition(), ++lastEpoch));
      standing = standing();
      for (TopicPartition partition : partitions) {
        reader.open(partition.partition(), epochs.getOrDefault(partition.partition(), 0L));
      }
      assigned = epochs.size();
      joined = true;
      changed(partitions);
      LogEvent.PARTITIONS_ASSIGNED.log(log, partitions.size(), epochs.size());
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      changed(partitions);
      // They are ours until this returns, in what may be a new generation already.
      standing = standing();
      for (TopicPartition partition : partitions) {
        end(partition.partition(), CoreEvent.PartitionRevoked::new);
      }
      awaitReleased(partitions);
      standing = standing();
      Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
      for (TopicPartition partition : partitions) {
        OffsetAndMetadata offset = toCommit.remove(partition.partition());
        if (offset != null) {
          offsets.put(partition, offset);
        }
      }
      if (!offsets.isEmpty()) {
        consumer.commitSync(offsets);
      }
      LogEvent.PARTITIONS_REVOKED.log(log, partitions.size(), epochs.size());
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
      changed(partitions);
      for (TopicPartition partition : partitions) {
        end(partition.partition(), CoreEvent.PartitionLost::new);
        draining.remove(partition.partition());
        toCommit.remove(partition.partition());
      }
      standing = standing();
      LogEvent.PARTITIONS_LOST.log(log, partitions.size(), epochs.size());
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // only this thread writes it
    private void changed(Collection<TopicPartition> partitions) {
      if (!partitions.isEmpty()) {
        rebalances++;
      }
    }

    private void end(int partition, EndEvent event) {
      reader.stop(partition);
      Long assignment = epochs.remove(partition);
      lastCommitted.remove(partition);
      long epoch = assignment == null ? lastEpoch : assignment;
      draining.put(partition, new Draining(epoch, new CompletableFuture<>()));
      assigned = epochs.size();
      core.post(event.of(partition, epoch));
    }

    private void awaitReleased(Collection<TopicPartition> partitions) {
      await(partitions, drainTimeout.get(), CoreEvent.PartitionAbandoned::new);
      await(
          partitions,
          closing ? LAST_HANDOVER_TIMEOUT : Handover.LAST_WRITES,
          CoreEvent.PartitionLost::new);
      partitions.forEach(partition -> draining.remove(partition.partition()));
    }

    private void await(Collection<TopicPartition> partitions, Duration patience, EndEvent over) {
      long deadline = System.nanoTime() + patience.toNanos();
      for (TopicPartition partition : partitions) {
        Draining ending = draining.get(partition.partition());
        if (ending == null) {
          continue;
        }
        try {
          ending.released().get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
          CoreEvent event = over.of(partition.partition(), ending.epoch());
          LogEvent.PARTITION_NOT_RELEASED.log(log, event);
          core.post(event);
        } catch (ExecutionException e) {
          throw new IllegalStateException(e);
        } catch (InterruptedException e) {
          throw new InterruptException(e);
        }
      }
    }
  }

  /**
   * What the group granted us.
   *
   * @param member in a generation in which all these are ours
   * @param epochs of the assignments, by partition
   */
  private record Standing(@Nullable ConsumerGroupMetadata member, Map<Integer, Long> epochs) {
    static final Standing NONE = new Standing(null, Map.of());
  }

  /** An assignment that ends, and whether the core has let go. */
  private record Draining(long epoch, CompletableFuture<@Nullable Void> released) {}

  @FunctionalInterface
  private interface EndEvent {
    CoreEvent of(int partition, long epoch);
  }
}
