package io.campaigndispatch.bench.scale;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * The limit of reading: a process that consumes and parses, and keeps nothing. It says {@code
 * result read timed wallNanos cpuNanos}, timed from the end of its first batch.
 */
public final class BareReader {
  public static final String COMMAND = "bare-reader";
  static final String NAME = "bare consume + parse";
  private static final JsonFactory JSON = new JsonFactory();
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private BareReader() {}

  static List<String> command(Load load, long total) {
    return List.of(
        COMMAND,
        load.bootstrap(),
        load.requests(),
        String.valueOf(load.partitions()),
        String.valueOf(total));
  }

  /** What {@code result} said. */
  static Reading reading(String result, long total) {
    String[] figures = result.split(" ", -1);
    return new Reading(
        total,
        Long.parseLong(figures[0]),
        Long.parseLong(figures[1]),
        Double.parseDouble(figures[2]) / 1e9,
        Double.parseDouble(figures[3]) / 1e9);
  }

  public static void main(List<String> args) {
    long total = Long.parseLong(args.get(3));
    List<TopicPartition> partitions = new ArrayList<>();
    for (int p = 0; p < Integer.parseInt(args.get(2)); p++) {
      partitions.add(new TopicPartition(args.get(1), p));
    }
    try (var consumer =
        new KafkaConsumer<>(
            Map.<String, Object>of(
                "bootstrap.servers",
                args.getFirst(),
                "isolation.level",
                "read_committed",
                "max.poll.records",
                2_000),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      long read = 0;
      long timedFrom = 0;
      long nanos = System.nanoTime();
      long cpu = cpuNanos();
      long last = nanos;
      long ids = 0;
      while (read < total && System.nanoTime() - last < PATIENCE.toNanos()) {
        var batch = consumer.poll(Duration.ofMillis(100));
        for (ConsumerRecord<byte[], byte[]> record : batch) {
          ids += parse(record.value()).hashCode();
        }
        if (!batch.isEmpty()) {
          last = System.nanoTime();
          if (read == 0) {
            timedFrom = batch.count();
            nanos = last;
            cpu = cpuNanos();
          }
          read += batch.count();
        }
      }
      System.out.println(
          "result %d %d %d %d %d"
              .formatted(read, read - timedFrom, last - nanos, cpuNanos() - cpu, ids));
    }
  }

  /** The few fields that every request has. */
  record Fields(
      @Nullable String requestId,
      @Nullable String workspaceId,
      @Nullable String recipient,
      @Nullable String template) {}

  static Fields parse(byte[] json) {
    String requestId = null;
    String workspaceId = null;
    String recipient = null;
    String template = null;
    int depth = 0;
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), json)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token.isStructStart()) {
          depth++;
        } else if (token.isStructEnd()) {
          depth--;
        } else if (token == JsonToken.VALUE_STRING) {
          String name = parser.currentName();
          if (depth == 1 && "requestId".equals(name)) {
            requestId = parser.getString();
          } else if (depth == 1 && "workspaceId".equals(name)) {
            workspaceId = parser.getString();
          } else if (depth == 1 && "recipient".equals(name)) {
            recipient = parser.getString();
          } else if (depth == 2 && "name".equals(name)) {
            template = parser.getString();
          }
        }
      }
    }
    return new Fields(requestId, workspaceId, recipient, template);
  }

  private static long cpuNanos() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }
}
