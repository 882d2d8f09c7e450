package io.campaigndispatch.bench.writer;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A writer's process: results at an even pace, each written when it arises or, with transactions,
 * all since the last one together with a journal record for each partition. It says {@code
 * measuring} and then {@code result written failed cpuNanos wallNanos p50Micros p99Micros}.
 */
public final class WriterRun {
  public static final String COMMAND = "writer-run";
  static final int PARTITIONS = 24;
  static final int PER_SECOND = 20_000;
  private static final int RESULT_BYTES = 230;
  private static final int JOURNAL_BYTES = 120;
  private static final int VALUES = 1 << 10;
  private static final byte[] KEY = "workspace-0001".getBytes(US_ASCII);
  private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private final KafkaProducer<byte[], byte[]> producer;
  private final String results;
  private final String journal;
  private final long transactionNanos;
  private final byte[][] resultValues = values(RESULT_BYTES);
  private final byte[][] journalValues = values(JOURNAL_BYTES);
  private final AtomicInteger failed = new AtomicInteger();

  /** Of acknowledgements (on the producer's thread) or of commits (on ours), in microseconds. */
  private final int[] latencies = new int[1_000_000];

  private final AtomicInteger measured = new AtomicInteger();
  private volatile boolean measuring;
  private long written;

  private WriterRun(
      KafkaProducer<byte[], byte[]> producer,
      String results,
      String journal,
      long transactionMillis) {
    this.producer = producer;
    this.results = results;
    this.journal = journal;
    this.transactionNanos = TimeUnit.MILLISECONDS.toNanos(transactionMillis);
  }

  /**
   * @param transactionMillis 0: plain writes
   */
  static List<String> command(
      String bootstrap,
      String results,
      String journal,
      int transactionMillis,
      long warmUpMillis,
      long measuredMillis) {
    return List.of(
        COMMAND,
        bootstrap,
        results,
        journal,
        String.valueOf(transactionMillis),
        String.valueOf(warmUpMillis),
        String.valueOf(measuredMillis));
  }

  public static void main(List<String> args) {
    long transactionMillis = Long.parseLong(args.get(3));
    Map<String, Object> config = new HashMap<>();
    config.put("bootstrap.servers", args.getFirst());
    config.put("acks", "all");
    config.put("enable.idempotence", true);
    config.put("linger.ms", 5);
    config.put("batch.size", 128 << 10);
    config.put("compression.type", "lz4");
    if (transactionMillis > 0) {
      config.put("transactional.id", args.get(1));
    }
    try (var producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
      new WriterRun(producer, args.get(1), args.get(2), transactionMillis)
          .run(Long.parseLong(args.get(4)), Long.parseLong(args.get(5)));
    }
  }

  private void run(long warmUpMillis, long measuredMillis) {
    if (transactionNanos > 0) {
      producer.initTransactions();
    }
    write(TimeUnit.MILLISECONDS.toNanos(warmUpMillis));
    measuring = true;
    System.out.println("measuring now");
    long cpu = cpuNanos();
    long wall = System.nanoTime();
    long before = written;
    write(TimeUnit.MILLISECONDS.toNanos(measuredMillis));
    measuring = false;
    int[] sorted = Arrays.copyOf(latencies, Math.min(measured.get(), latencies.length));
    long wallNanos = System.nanoTime() - wall;
    long cpuNanos = cpuNanos() - cpu;
    Arrays.sort(sorted);
    System.out.println(
        "result %d %d %d %d %d %d"
            .formatted(
                written - before,
                failed.get(),
                cpuNanos,
                wallNanos,
                percentile(sorted, 50),
                percentile(sorted, 99)));
  }

  private void write(long forNanos) {
    long start = System.nanoTime();
    long before = written;
    long pause = transactionNanos > 0 ? transactionNanos : TICK_NANOS;
    long turn = start;
    while (System.nanoTime() - start < forNanos) {
      turn += pause;
      while (System.nanoTime() < turn) {
        LockSupport.parkNanos(turn - System.nanoTime());
      }
      long due = before + (System.nanoTime() - start) * PER_SECOND / 1_000_000_000;
      if (transactionNanos > 0) {
        transaction(due);
      } else {
        results(due);
      }
      // One that could not keep up goes on at its pace from here.
      turn = Math.max(turn, System.nanoTime() - pause);
    }
  }

  private void transaction(long due) {
    producer.beginTransaction();
    results(due);
    for (int p = 0; p < PARTITIONS; p++) {
      send(journal, p, journalValues[(int) (written % VALUES)], false);
    }
    long committing = System.nanoTime();
    producer.commitTransaction();
    took(System.nanoTime() - committing);
  }

  private void results(long due) {
    while (written < due) {
      send(
          results,
          (int) (written % PARTITIONS),
          resultValues[(int) (written % VALUES)],
          transactionNanos == 0);
      written++;
    }
  }

  private void send(String topic, int partition, byte[] value, boolean timed) {
    long sent = System.nanoTime();
    var _ =
        producer.send(
            new ProducerRecord<>(topic, partition, KEY, value),
            (_, problem) -> {
              if (problem != null) {
                failed.incrementAndGet();
              } else if (timed) {
                took(System.nanoTime() - sent);
              }
            });
  }

  private void took(long nanos) {
    if (measuring) {
      int n = measured.getAndIncrement();
      if (n < latencies.length) {
        latencies[n] = (int) TimeUnit.NANOSECONDS.toMicros(nanos);
      }
    }
  }

  /** Texts that compress about as results do: half of each repeats. */
  private static byte[][] values(int bytes) {
    Random random = new Random(bytes);
    byte[][] values = new byte[VALUES][bytes];
    for (byte[] value : values) {
      for (int i = 0; i < bytes; i++) {
        value[i] = (byte) (i % 2 == 0 ? 'a' + i % 26 : '0' + random.nextInt(10));
      }
    }
    return values;
  }

  private static int percentile(int[] sorted, int percent) {
    return sorted.length == 0 ? 0 : sorted[(int) ((sorted.length - 1L) * percent / 100)];
  }

  private static long cpuNanos() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }
}
