package io.campaigndispatch.dispatcher.intake;

import io.campaigndispatch.dispatcher.core.CoreEvent;
import io.campaigndispatch.dispatcher.index.OpenOffsets;
import io.campaigndispatch.dispatcher.logs.LogEvent;
import io.campaigndispatch.model.wire.Topics;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

  private static final Duration PAUSE_AFTER_ERROR = Duration.ofMillis(500);

  private final Consumer<byte[], byte[]> consumer;
  private final Topics topics;
  private final Reader reader;
  private final Reader.CoreInput core;
  private final Supplier<Duration> drainTimeout;
  private final Thread thread;
  private final Commits commits;
  private final Handovers handovers;

  // Owned by the membership thread.
  private final Map<Integer, Long> epochs = new HashMap<>();
  private long lastEpoch;
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
    this.reader = reader;
    this.core = core;
    this.drainTimeout = drainTimeout;
    this.commits = new Commits(topics.requests(), topicId, reader);
    this.handovers = new Handovers(core);
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
    commits.put(partition, resume);
  }

  /**
   * The core has let go of a partition.
   *
   * @param resume what to commit for it; null for nothing
   */
  void released(int partition, OpenOffsets.@Nullable Resume resume) {
    if (resume != null) {
      commits.put(partition, resume);
    }
    handovers.released(partition);
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
    Map<TopicPartition, OffsetAndMetadata> offsets = commits.committed(epochs);
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
    Map<TopicPartition, OffsetAndMetadata> offsets = commits.committed(epochs);
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

  private void confirmed(Long asked) {
    question.compareAndSet(asked, null);
    core.post(new CoreEvent.MembershipConfirmed(asked));
  }

  private Standing standing() {
    return new Standing(consumer.groupMetadata(), Map.copyOf(epochs));
  }

  private void commitAsync() {
    Map<TopicPartition, OffsetAndMetadata> offsets = commits.take(epochs.keySet());
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
        handovers.begin(partition.partition(), end(partition.partition()));
      }
      handovers.await(
          drainTimeout.get(), () -> closing ? Handover.LAST_WRITES_AT_EXIT : Handover.LAST_WRITES);
      standing = standing();
      Map<TopicPartition, OffsetAndMetadata> offsets = commits.takeLast(partitions);
      if (!offsets.isEmpty()) {
        consumer.commitSync(offsets);
      }
      LogEvent.PARTITIONS_REVOKED.log(log, partitions.size(), epochs.size());
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
      changed(partitions);
      for (TopicPartition partition : partitions) {
        long epoch = end(partition.partition());
        core.post(new CoreEvent.PartitionLost(partition.partition(), epoch));
        commits.drop(partition.partition());
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

    /** Returns the epoch of the assignment that ends. */
    private long end(int partition) {
      reader.stop(partition);
      Long epoch = epochs.remove(partition);
      commits.end(partition);
      assigned = epochs.size();
      return epoch == null ? lastEpoch : epoch;
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
}
