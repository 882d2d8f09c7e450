package io.campaigndispatch.dispatcher.deadletters;

import io.campaigndispatch.model.wire.Topics;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * What an operator can do with dead letters. Holds nothing between calls and may be used by several
 * threads; each method blocks, and throws {@link KafkaException} when Kafka does not answer or
 * lacks a topic.
 */
public final class DeadLetterDesk {

  private final Clients clients;
  private final Topics topics;
  private final DeadLetterParser parser;
  private final Clock clock;
  private final Pause pause;

  /** Where Kafka's clients come from; each is closed by who asked for it. */
  public interface Clients {
    Admin admin();

    /** Of bytes, read committed, in no group. */
    Consumer<byte[], byte[]> consumer();

    /**
     * Of bytes, with one transactional id for all operators, so that of two at work the later one
     * fences the other.
     */
    Producer<byte[], byte[]> producer();
  }

  /** How a paced order waits. */
  public interface Pause {
    void millis(long millis) throws InterruptedException;
  }

  /**
   * A dead letter and what was done with it.
   *
   * @param handling null when nothing was
   */
  public record Entry(DeadLetter letter, @Nullable Handling handling) {}

  /**
   * Dead letters that match.
   *
   * @param entries by partition and offset, the first ones
   * @param counts of all
   * @param open how many of all nobody replayed or resolved
   */
  public record Listing(List<Entry> entries, LetterCounts counts, long open) {
    public Listing {
      entries = List.copyOf(entries);
    }
  }

  public DeadLetterDesk(
      Clients clients, Topics topics, DeadLetterParser parser, Clock clock, Pause pause) {
    this.clients = clients;
    this.topics = topics;
    this.parser = parser;
    this.clock = clock;
    this.pause = pause;
  }

  /**
   * @param openOnly without those that were replayed or resolved
   * @param most entries to return, at least 0; all are counted
   */
  public Listing list(DeadLetterFilter filter, boolean openOnly, int most)
      throws InterruptedException {
    List<Entry> entries = new ArrayList<>();
    LetterCounts counts = new LetterCounts();
    long[] open = {0};
    try (Admin admin = clients.admin();
        DeadLetterLog log = open(admin)) {
      for (int partition : log.partitions()) {
        log.read(
            partition,
            letter -> {
              Handling handling = log.handled().of(letter.place());
              if (filter.matches(letter) && (handling == null || !openOnly)) {
                counts.add(letter);
                open[0] += handling == null ? 1 : 0;
                if (entries.size() < most) {
                  entries.add(new Entry(letter, handling));
                }
              }
              return true;
            });
      }
    }
    return new Listing(entries, counts, open[0]);
  }

  /** The dead letter at a place; empty when there is none. */
  public List<Entry> at(DeadLetterPlace place) throws InterruptedException {
    List<Entry> found = new ArrayList<>();
    try (Admin admin = clients.admin();
        DeadLetterLog log = open(admin)) {
      log.read(
          place.partition(),
          place.offset(),
          letter -> {
            if (letter.place().equals(place)) {
              found.add(new Entry(letter, log.handled().of(place)));
            }
            return false;
          });
    }
    return found;
  }

  /**
   * Does what was ordered, or counts what would be done.
   *
   * @param progress told how many are done after each transaction
   */
  public LetterResult act(LetterOrder order, LongConsumer progress) throws InterruptedException {
    if (order.dryRun()) {
      try (Admin admin = clients.admin();
          DeadLetterLog log = open(admin)) {
        LetterCounts counts = new LetterCounts();
        for (int partition : log.partitions()) {
          log.read(
              partition,
              letter -> {
                var _ = order.takes(letter, log.handled(), counts);
                return true;
              });
        }
        return new LetterResult(counts, LetterResult.End.COUNTED);
      }
    }
    try (Admin admin = clients.admin();
        Producer<byte[], byte[]> producer = producer(admin)) {
      // First the others are shut out, then what they did is read: nothing is done twice.
      producer.initTransactions();
      try (DeadLetterLog log = open(admin)) {
        return new LetterWork(order, log, producer, new LetterRecords(topics), clock, pause)
            .run(progress);
      }
    }
  }

  /** Asks for the topics first: without them, or without Kafka, it would be waited for a minute. */
  private Producer<byte[], byte[]> producer(Admin admin) {
    DeadLetterLog.check(admin, topics);
    return clients.producer();
  }

  private DeadLetterLog open(Admin admin) throws InterruptedException {
    Consumer<byte[], byte[]> consumer = clients.consumer();
    try {
      return new DeadLetterLog(consumer, admin, topics, parser);
    } catch (RuntimeException | InterruptedException e) {
      consumer.close();
      throw e;
    }
  }
}
