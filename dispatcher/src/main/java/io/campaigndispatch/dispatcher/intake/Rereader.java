package io.campaigndispatch.dispatcher.intake;

import io.campaigndispatch.dispatcher.logs.LogEvent;
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
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads by offset what memory had let go of: one thread, one consumer with assigned partitions, a
 * pass per partition at a time. What lies between two wanted offsets is skipped by seeking when
 * that is far, else by reading over it without decoding.
 */
final class Rereader implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Rereader.class);

  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration PAUSE_AFTER_ERROR = Duration.ofMillis(500);

  /** A fetch brings some hundred records: nearer than this, reading over them is cheaper. */
  private static final long FAR = 2_000;

  private final Consumer<byte[], byte[]> consumer;
  private final String topic;
  private final java.util.function.Consumer<Throwable> onFailure;
  private final Thread thread;
  private final BlockingQueue<Runnable> commands = new LinkedBlockingQueue<>();

  // Owned by its thread.
  private final Map<Integer, Pass> passes = new HashMap<>();
  private final Set<TopicPartition> assigned = new HashSet<>();
  private volatile boolean closing;

  /**
   * What is to be read of a partition.
   *
   * @param offsets ascending
   * @param answer told of what was read, in order
   */
  record Asked(int partition, List<Long> offsets, Answer answer) {}

  /** Takes what a pass brings. */
  @FunctionalInterface
  interface Answer {
    /**
     * @param records wanted ones
     * @param readTo every wanted offset below it is among these records or those before, or is gone
     */
    void read(List<ConsumerRecord<byte[], byte[]>> records, long readTo)
        throws InterruptedException;
  }

  /** How far a pass has come. */
  private static final class Pass {
    final Asked asked;
    int next;
    boolean begun;
    long toldTo;

    Pass(Asked asked) {
      this.asked = asked;
    }

    long wanted() {
      return asked.offsets().get(next);
    }

    boolean isDone() {
      return next == asked.offsets().size();
    }

    void readTo(long offset) {
      while (!isDone() && wanted() < offset) {
        next++;
      }
    }
  }

  /**
   * @param topic whose partitions it reads
   * @param name of its thread
   * @param onFailure told when reading has ended for good
   */
  Rereader(
      Consumer<byte[], byte[]> consumer,
      String topic,
      String name,
      java.util.function.Consumer<Throwable> onFailure) {
    this.consumer = consumer;
    this.topic = topic;
    this.onFailure = onFailure;
    this.thread = Thread.ofPlatform().name(name).unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** Reads these records; one pass per partition at a time. */
  void read(Asked asked) {
    commands.add(() -> passes.put(asked.partition(), new Pass(asked)));
  }

  /** What was asked for of a partition is wanted no more. */
  void stop(int partition) {
    commands.add(() -> forget(partition));
  }

  @Override
  public void close() throws InterruptedException {
    closing = true;
    consumer.wakeup();
    thread.interrupt();
    thread.join(Duration.ofSeconds(5));
  }

  private void run() {
    try (consumer) {
      while (!closing) {
        try {
          turn();
        } catch (WakeupException e) {
          // Closing.
        } catch (InterruptException e) {
          return;
        } catch (KafkaException e) {
          LogEvent.REREADING_FAILING.log(log, e.toString());
          passes.values().forEach(pass -> pass.begun = false);
          Thread.sleep(PAUSE_AFTER_ERROR);
        }
      }
    } catch (InterruptedException e) {
      // It is to end.
    } catch (RuntimeException e) {
      if (!closing) {
        LogEvent.REREADING_BROKE.log(log, e);
        onFailure.accept(e);
      }
    }
  }

  private void turn() throws InterruptedException {
    Runnable command =
        passes.isEmpty() ? commands.poll(POLL.toMillis(), TimeUnit.MILLISECONDS) : commands.poll();
    while (command != null) {
      command.run();
      command = commands.poll();
    }
    begin();
    if (!passes.isEmpty()) {
      pass(consumer.poll(POLL));
    }
  }

  /**
   * A partition stays assigned, and paused between its passes, with what was fetched of it and not
   * yet asked for: the next pass mostly goes on there.
   */
  private void begin() {
    for (Pass pass : passes.values()) {
      if (!pass.begun) {
        TopicPartition partition = of(pass.asked.partition());
        if (assigned.add(partition)) {
          consumer.assign(assigned);
          consumer.seek(partition, pass.wanted());
        } else {
          goOn(partition, pass);
        }
        consumer.resume(Set.of(partition));
        pass.toldTo = consumer.position(partition);
        pass.begun = true;
      }
    }
  }

  /** A seek throws away what was fetched: it is for what lies behind, or far ahead. */
  private void goOn(TopicPartition partition, Pass pass) {
    long ahead = pass.wanted() - consumer.position(partition);
    if (ahead < 0 || ahead > FAR) {
      consumer.seek(partition, pass.wanted());
    }
  }

  private void forget(int partition) {
    passes.remove(partition);
    if (assigned.remove(of(partition))) {
      consumer.assign(assigned);
    }
  }

  private void pass(ConsumerRecords<byte[], byte[]> polled) throws InterruptedException {
    for (int partition : Set.copyOf(passes.keySet())) {
      Pass pass = passes.get(partition);
      if (pass == null) {
        continue;
      }
      List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
      for (ConsumerRecord<byte[], byte[]> record : polled.records(of(partition))) {
        pass.readTo(record.offset());
        if (pass.isDone()) {
          break;
        }
        if (pass.wanted() == record.offset()) {
          records.add(record);
          pass.next++;
        }
      }
      long readTo = consumer.position(of(partition));
      if (records.isEmpty() && readTo == pass.toldTo) {
        continue;
      }
      pass.toldTo = readTo;
      pass.readTo(readTo);
      pass.asked.answer().read(records, readTo);
      if (pass.isDone()) {
        passes.remove(partition);
        consumer.pause(Set.of(of(partition)));
      } else {
        goOn(of(partition), pass);
      }
    }
  }

  private TopicPartition of(int partition) {
    return new TopicPartition(topic, partition);
  }
}
