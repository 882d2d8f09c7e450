package io.campaigndispatch.bench.throughput;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/**
 * The practical limit: consume, our transport, produce, commit, and nothing else. It has no
 * throttle, no retries, no isolation, and holds commits behind whatever is slow: a ceiling, not a
 * product.
 */
final class LimitPipeline {
  static final Duration COMMIT_EVERY = Duration.ofSeconds(1);

  private final Peer peer;
  private final Semaphore permits;
  private final LimitCalls calls;
  private final OpenOffsets open = new OpenOffsets();

  LimitPipeline(Peer peer) {
    this.peer = peer;
    this.permits = new Semaphore(peer.atOnce());
    this.calls = new LimitCalls(peer);
  }

  void run() throws InterruptedException {
    try (var consumer = new KafkaConsumer<String, byte[]>(peer.consumer())) {
      consumer.subscribe(List.of(peer.backlog().requests()));
      long committed = System.nanoTime();
      while (true) {
        for (ConsumerRecord<String, byte[]> next : consumer.poll(Duration.ofMillis(100))) {
          permits.acquire();
          calls.start(next.value(), open.add(next), permits::release);
        }
        if (System.nanoTime() - committed > COMMIT_EVERY.toNanos()) {
          committed = System.nanoTime();
          consumer.commitAsync(open.finished(), null);
        }
      }
    }
  }
}
