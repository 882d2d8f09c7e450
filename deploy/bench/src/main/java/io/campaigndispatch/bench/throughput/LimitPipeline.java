package io.campaigndispatch.bench.throughput;

import io.campaigndispatch.dispatcher.vendor.HttpCall;
import io.campaigndispatch.dispatcher.vendor.HttpReply;
import io.campaigndispatch.dispatcher.vendor.VendorTransport;
import io.campaigndispatch.dispatcher.vendor.transport.LocalCredentials;
import io.campaigndispatch.dispatcher.vendor.transport.NettyTransport;
import io.campaigndispatch.dispatcher.vendor.transport.TransportSettings;
import io.campaigndispatch.model.workspace.CredentialRef;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * The practical limit: consume, our transport, produce, commit, and nothing else. It has no
 * throttle, no retries, no isolation, and holds commits behind whatever is slow: a ceiling, not a
 * product.
 */
final class LimitPipeline {
  private static final Duration COMMIT_EVERY = Duration.ofSeconds(1);

  private final Peer peer;
  private final URI conversations;
  private final Semaphore permits;
  private final VendorTransport transport;
  private final KafkaProducer<String, byte[]> producer;
  private final Map<TopicPartition, Deque<Entry>> open = new HashMap<>();

  /** A record under way; done once its outcome is acknowledged. */
  private static final class Entry {
    final long offset;
    volatile boolean done;

    Entry(long offset) {
      this.offset = offset;
    }
  }

  LimitPipeline(Peer peer) {
    this.peer = peer;
    this.conversations = peer.vendor().resolve("/api/conversation");
    this.permits = new Semaphore(peer.atOnce());
    this.transport =
        new NettyTransport(
            TransportSettings.standard("bench"),
            new LocalCredentials(System.getenv()::get, System::nanoTime),
            _ -> peer.atOnce());
    this.producer = new KafkaProducer<>(peer.producer());
  }

  void run() throws InterruptedException {
    try (var consumer = new KafkaConsumer<String, byte[]>(peer.consumer())) {
      consumer.subscribe(List.of(peer.backlog().requests()));
      long committed = System.nanoTime();
      while (true) {
        for (ConsumerRecord<String, byte[]> next : consumer.poll(Duration.ofMillis(100))) {
          permits.acquire();
          start(next);
        }
        if (System.nanoTime() - committed > COMMIT_EVERY.toNanos()) {
          committed = System.nanoTime();
          consumer.commitAsync(finished(), null);
        }
      }
    }
  }

  private void start(ConsumerRecord<String, byte[]> consumed) {
    Entry entry = new Entry(consumed.offset());
    open.computeIfAbsent(
            new TopicPartition(consumed.topic(), consumed.partition()), _ -> new ArrayDeque<>())
        .add(entry);
    PeerJson.Request request = PeerJson.request(consumed.value());
    HttpCall call =
        new HttpCall(
            "vendor",
            "POST",
            conversations,
            Map.of("Content-Type", "application/json", "x-workspace-id", request.workspaceId()),
            PeerJson.conversation(request),
            new CredentialRef.None(),
            Duration.ofSeconds(10));
    transport.send(
        call,
        reply -> {
          permits.release();
          if (!(reply instanceof HttpReply.Answered answered) || answered.status() != 200) {
            throw new IllegalStateException("the stub did not answer: " + reply);
          }
          var outcome =
              new ProducerRecord<>(
                  peer.backlog().outcomes(),
                  request.workspaceId(),
                  PeerJson.outcome(request, answered.body()));
          var _ =
              producer.send(
                  outcome,
                  (_, problem) -> {
                    entry.done = problem == null;
                  });
        });
  }

  /** Up to the lowest that is still open, for each partition. */
  private Map<TopicPartition, OffsetAndMetadata> finished() {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    open.forEach(
        (partition, entries) -> {
          long next = -1;
          Entry first = entries.peek();
          while (first != null && first.done) {
            next = first.offset + 1;
            entries.remove();
            first = entries.peek();
          }
          if (next >= 0) {
            offsets.put(partition, new OffsetAndMetadata(next));
          }
        });
    return offsets;
  }
}
