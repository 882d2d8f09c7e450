package io.campaigndispatch.demo.run;

import io.campaigndispatch.demo.proof.Fingerprint;
import io.campaigndispatch.demo.proof.SentRecord;
import io.campaigndispatch.demo.scenario.Member;
import io.campaigndispatch.demo.scenario.Message;
import io.campaigndispatch.demo.scenario.Scenario;
import io.campaigndispatch.model.outcome.Source;
import io.campaigndispatch.model.wire.SendRequestPublisher;
import io.campaigndispatch.model.wire.Topics;
import io.campaigndispatch.sandbox.Sandbox;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/** Publishes a campaign as an upstream system does, and remembers where each record went. */
public final class CampaignWriter {

  private static final long MILLISECOND = 1_000_000;
  private static final int LARGEST_RECORD = 3 << 20;

  private final String bootstrapServers;
  private final Sandbox sandbox;
  private final Runnable afterHead;

  /**
   * @param sandbox where the campaign's faults are put in force, each before its record is sent
   * @param afterHead called when the head of the campaign was sent; may wait
   */
  public CampaignWriter(String bootstrapServers, Sandbox sandbox, Runnable afterHead) {
    this.afterHead = afterHead;
    this.bootstrapServers = bootstrapServers;
    this.sandbox = sandbox;
  }

  /**
   * An upstream does not hand a campaign over in one blink; here it takes a fifth of the time that
   * the throttles leave.
   */
  private static final class Pace {

    private final long nanosEach;
    private long next;

    private Pace(long nanosEach) {
      this.nanosEach = nanosEach;
    }

    private static Pace of(Scenario scenario) {
      long messages = scenario.fleet().members().stream().mapToLong(Member::messages).sum();
      return new Pace(Duration.ofSeconds(scenario.fleet().seconds()).toNanos() / 5 / messages);
    }

    private void start() {
      next = System.nanoTime();
    }

    /** One by one, or those that are late together. */
    private void await() {
      next += nanosEach;
      long early = next - System.nanoTime();
      if (early > MILLISECOND) {
        LockSupport.parkNanos(early);
      }
    }
  }

  private record Sending(Message message, long fingerprint, Future<RecordMetadata> metadata) {}

  /** Publishes every record; returns when the broker has them all. */
  public List<SentRecord> write(Scenario scenario) throws ExecutionException, InterruptedException {
    scenario.bursts().forEach(sandbox::addFault);
    Map<String, Object> config =
        SendRequestPublisher.producerConfig(
            bootstrapServers, Map.of(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, LARGEST_RECORD));
    List<Sending> sendings = new ArrayList<>();
    try (Producer<byte[], byte[]> producer = new KafkaProducer<>(config)) {
      int partitions = producer.partitionsFor(Topics.DEFAULT.requests()).size();
      int head = scenario.head();
      Pace pace = Pace.of(scenario);
      scenario.forEach(
          message -> {
            if (sendings.size() == head) {
              producer.flush();
              afterHead.run();
              pace.start();
            } else if (sendings.size() > head) {
              pace.await();
            }
            if (message.fault() != null) {
              sandbox.addFault(message.fault());
            }
            // What is kept of a message is small: its value is the producer's alone.
            Message kept =
                new Message(
                    message.key(),
                    null,
                    Map.of(),
                    message.astray(),
                    null,
                    message.fannedOut(),
                    message.expected());
            sendings.add(
                new Sending(
                    kept,
                    Fingerprint.of(message.value()),
                    producer.send(record(message, partitions))));
          });
    }
    List<SentRecord> sent = new ArrayList<>(sendings.size());
    for (Sending sending : sendings) {
      Message message = sending.message();
      RecordMetadata at = sending.metadata().get();
      sent.add(
          new SentRecord(
              new Source(at.topic(), at.partition(), at.offset()),
              sending.fingerprint(),
              message.kind().isAway(),
              message.fannedOut(),
              message.expected()));
    }
    return sent;
  }

  private static ProducerRecord<byte[], byte[]> record(Message message, int partitions) {
    byte[] key = utf8(message.key());
    Integer partition =
        message.astray() && key != null
            ? (Utils.toPositive(Utils.murmur2(key)) + 1) % partitions
            : null;
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(Topics.DEFAULT.requests(), partition, key, message.value());
    message
        .headers()
        .forEach(
            (name, values) ->
                values
                    .lines()
                    .forEach(
                        value ->
                            record.headers().add(name, value.getBytes(StandardCharsets.UTF_8))));
    return record;
  }

  private static byte @Nullable [] utf8(@Nullable String text) {
    return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
  }
}
