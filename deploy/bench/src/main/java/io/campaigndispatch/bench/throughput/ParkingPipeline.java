package io.campaigndispatch.bench.throughput;

import io.campaigndispatch.bench.throughput.OpenOffsets.Entry;
import io.github.bucket4j.Bucket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The practical limit where workspaces have throttles: the bare pipeline, which reads on whatever
 * happens and keeps in memory what has no token yet. Memory ends with a large backlog, and a
 * restart begins at the lowest offset that is still open: a ceiling, not a product.
 *
 * <p>One thread reads and commits; another owns the flows and starts the calls.
 */
final class ParkingPipeline {
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

  private final Peer peer;
  private final LimitCalls calls;
  private final BlockingQueue<Runnable> events = new LinkedBlockingQueue<>();
  private final Map<String, Flow> flows = new HashMap<>();
  private final Deque<Flow> ready = new ArrayDeque<>();
  private final PriorityQueue<Flow> waiting =
      new PriorityQueue<>(Comparator.comparingLong(flow -> flow.tokenAt));
  private final long epoch = System.nanoTime();
  private int permits;

  private record Parked(byte[] value, Entry entry) {}

  /** A workspace's requests; in one of ready and waiting whenever it has any. */
  private static final class Flow {
    final Deque<Parked> parked = new ArrayDeque<>();
    final @Nullable Bucket bucket;
    long tokenAt;

    Flow(@Nullable Bucket bucket) {
      this.bucket = bucket;
    }

    /** Takes a token; else the nanoseconds until there is one. */
    long take() {
      if (bucket == null) {
        return 0;
      }
      var taken = bucket.tryConsumeAndReturnRemaining(1);
      return taken.isConsumed() ? 0 : Math.max(1, taken.getNanosToWaitForRefill());
    }
  }

  ParkingPipeline(Peer peer) {
    this.peer = peer;
    this.calls = new LimitCalls(peer);
    this.permits = peer.atOnce();
  }

  void run() throws InterruptedException {
    Thread.ofPlatform().name("reader").start(this::read);
    long waitNanos = LONGEST_WAIT.toNanos();
    while (true) {
      Runnable event = events.poll(waitNanos, TimeUnit.NANOSECONDS);
      while (event != null) {
        event.run();
        event = events.poll();
      }
      waitNanos = startWhatMay();
    }
  }

  private void read() {
    OpenOffsets open = new OpenOffsets();
    try (var consumer = new KafkaConsumer<String, byte[]>(peer.consumer())) {
      consumer.subscribe(List.of(peer.backlog().requests()));
      long committed = System.nanoTime();
      while (true) {
        Map<String, List<Parked>> read = new HashMap<>();
        for (ConsumerRecord<String, byte[]> next : consumer.poll(Duration.ofMillis(100))) {
          read.computeIfAbsent(next.key(), _ -> new ArrayList<>())
              .add(new Parked(next.value(), open.add(next)));
        }
        if (!read.isEmpty()) {
          events.add(() -> read.forEach(this::park));
        }
        if (System.nanoTime() - committed > LimitPipeline.COMMIT_EVERY.toNanos()) {
          committed = System.nanoTime();
          consumer.commitAsync(open.finished(), null);
        }
      }
    }
  }

  private void park(String workspace, List<Parked> requests) {
    Flow flow =
        flows.computeIfAbsent(workspace, id -> new Flow(peer.throttles().bucket(id).orElse(null)));
    if (flow.parked.isEmpty()) {
      ready.add(flow);
    }
    flow.parked.addAll(requests);
  }

  /** In turns; the nanoseconds until it is worth another try. */
  private long startWhatMay() {
    long now = System.nanoTime() - epoch;
    while (!waiting.isEmpty() && waiting.element().tokenAt <= now) {
      ready.add(waiting.remove());
    }
    while (permits > 0 && !ready.isEmpty()) {
      Flow flow = ready.remove();
      long wait = flow.take();
      if (wait > 0) {
        flow.tokenAt = now + wait;
        waiting.add(flow);
      } else {
        permits--;
        Parked first = flow.parked.remove();
        calls.start(first.value(), first.entry(), () -> events.add(() -> permits++));
        if (!flow.parked.isEmpty()) {
          ready.add(flow);
        }
      }
    }
    return waiting.isEmpty()
        ? LONGEST_WAIT.toNanos()
        : Math.max(0, waiting.element().tokenAt - (System.nanoTime() - epoch));
  }
}
