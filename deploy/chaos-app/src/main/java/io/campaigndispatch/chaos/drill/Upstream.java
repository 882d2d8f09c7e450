package io.campaigndispatch.chaos.drill;

import io.campaigndispatch.chaos.load.Kind;
import io.campaigndispatch.chaos.load.Planned;
import io.campaigndispatch.chaos.load.Records;
import io.campaigndispatch.model.send.OnUncertain;
import io.campaigndispatch.model.send.Priority;
import io.campaigndispatch.model.wire.SendRequestPublisher;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * Publishes a few requests a second of every workspace, as long as it is open. One-time passwords
 * that Kafka does not take at once are given up: nobody waits for them any more.
 */
final class Upstream implements AutoCloseable {

  private static final Duration EVERY = Duration.ofMillis(250);
  private static final long FIRST_NUMBER = 5_215_500_000_000L;

  private static final Map<String, Object> PATIENT =
      Map.of(
          ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) Duration.ofMinutes(15).toMillis(),
          ProducerConfig.MAX_BLOCK_MS_CONFIG, (int) Duration.ofMinutes(15).toMillis());

  private static final Map<String, Object> IMPATIENT =
      Map.of(
          ProducerConfig.LINGER_MS_CONFIG, 0,
          ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 1_000,
          ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 1_000,
          ProducerConfig.MAX_BLOCK_MS_CONFIG, 1_000);

  private final Producer<byte[], byte[]> patient;
  private final Producer<byte[], byte[]> impatient;
  private final ScheduledExecutorService clocks = Executors.newScheduledThreadPool(2);
  private final AtomicLong last = new AtomicLong();

  Upstream(String bootstrap) {
    patient = new KafkaProducer<>(SendRequestPublisher.producerConfig(bootstrap, PATIENT));
    impatient = new KafkaProducer<>(SendRequestPublisher.producerConfig(bootstrap, IMPATIENT));
  }

  /** From now on, four a second of each; a tenth of that of what is flooded later. */
  void start() {
    repeat(EVERY, () -> publish(Shop.CALM, Kind.ORDINARY));
    repeat(
        EVERY,
        () -> {
          publish(Shop.VENDOR, Kind.ORDINARY);
          publish(Shop.REVOKED, Kind.ORDINARY);
          publish(Shop.PAUSED, Kind.ORDINARY);
        });
    repeat(EVERY.multipliedBy(10), () -> publish(Shop.FLOODED, Kind.ORDINARY));
  }

  private void repeat(Duration every, Runnable task) {
    var _ = clocks.scheduleAtFixedRate(task, 0, every.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** So many at once. */
  void publish(Shop shop, Kind kind, int count) {
    for (int n = 0; n < count; n++) {
      publish(shop, kind);
    }
  }

  private void publish(Shop shop, Kind kind) {
    long number = last.incrementAndGet();
    Planned planned =
        new Planned(
            Duration.ZERO,
            kind,
            shop.id(),
            shop.form(),
            "drill-" + number,
            Long.toString(FIRST_NUMBER + number),
            OnUncertain.RESEND,
            shop.priority(),
            null);
    var _ =
        (shop.priority() == Priority.URGENT ? impatient : patient)
            .send(Records.of(planned, Instant.now().truncatedTo(ChronoUnit.MILLIS)));
  }

  @Override
  public void close() {
    clocks.shutdownNow();
    patient.close(Duration.ofSeconds(2));
    impatient.close(Duration.ofSeconds(2));
  }
}
