package io.campaigndispatch.chaos.run;

import io.campaigndispatch.chaos.load.Kind;
import io.campaigndispatch.chaos.load.Planned;
import io.campaigndispatch.chaos.load.Records;
import io.campaigndispatch.chaos.proof.Published;
import io.campaigndispatch.model.outcome.Source;
import io.campaigndispatch.model.wire.SendRequestPublisher;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.RecordMetadata;

/** Publishes the load as an upstream system does, and remembers where each record went. */
final class Producing {

  /** Longer than any trouble: a record is either in the log once, or the run has failed. */
  private static final int DELIVERY_TIMEOUT = (int) Duration.ofMinutes(10).toMillis();

  private final FutureTask<List<Published>> task;

  Producing(String bootstrap, Iterable<Planned> load, long startNanos) {
    task = new FutureTask<>(() -> publish(bootstrap, load, startNanos));
    Thread.ofPlatform().name("chaos-producer").daemon().start(task);
  }

  private record Sending(Planned planned, Instant now, Future<RecordMetadata> metadata) {}

  private static List<Published> publish(String bootstrap, Iterable<Planned> load, long startNanos)
      throws ExecutionException, InterruptedException {
    Map<String, Object> config =
        SendRequestPublisher.producerConfig(
            bootstrap, Map.of(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, DELIVERY_TIMEOUT));
    List<Sending> sendings = new ArrayList<>();
    try (Producer<byte[], byte[]> producer = new KafkaProducer<>(config)) {
      for (Planned planned : load) {
        TimeUnit.NANOSECONDS.sleep(startNanos + planned.at().toNanos() - System.nanoTime());
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        sendings.add(new Sending(planned, now, producer.send(Records.of(planned, now))));
      }
    }
    List<Published> published = new ArrayList<>();
    for (Sending sending : sendings) {
      published.add(published(sending.planned(), sending.now(), sending.metadata().get()));
    }
    return published;
  }

  private static Published published(Planned planned, Instant now, RecordMetadata at) {
    Instant waited = planned.after() == null ? null : now.plus(planned.after());
    return new Published(
        new Source(at.topic(), at.partition(), at.offset()),
        planned.kind(),
        planned.workspace(),
        planned.requestId(),
        planned.recipient(),
        planned.onUncertain(),
        planned.kind() == Kind.SCHEDULED ? waited : null,
        planned.kind() == Kind.EXPIRING ? waited : null);
  }

  /** Every record as the broker took it; waits for the last. */
  List<Published> published() throws ExecutionException, InterruptedException {
    return task.get();
  }
}
