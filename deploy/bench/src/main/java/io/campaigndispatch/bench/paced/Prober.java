package io.campaigndispatch.bench.paced;

import io.campaigndispatch.bench.throughput.Backlog;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.jspecify.annotations.Nullable;

/** Publishes a workspace's requests one by one, and remembers when. */
public final class Prober implements AutoCloseable {
  private final Backlog topics;
  private final RequestForm form;
  private final KafkaProducer<String, byte[]> producer;
  private final Map<Long, Long> published = new ConcurrentHashMap<>();
  private final AtomicReference<Exception> failure = new AtomicReference<>();
  private volatile boolean stopped;
  private volatile @Nullable Thread background;
  private long next;

  public Prober(Backlog topics, RequestForm form) {
    this.topics = topics;
    this.form = form;
    this.producer = Publishing.producer(topics, Map.of("linger.ms", "0"));
  }

  public String workspace() {
    return form.workspace();
  }

  /** Publishes the next request, without waiting for the broker; its number. */
  public long publish() {
    if (failure.get() != null) {
      throw new IllegalStateException("a probe could not be written", failure.get());
    }
    long number = next++;
    published.put(number, System.nanoTime());
    var _ =
        producer.send(
            Publishing.record(topics, form, number),
            (_, problem) -> {
              if (problem != null) {
                failure.set(problem);
              }
            });
    return number;
  }

  /** Publishes so many at even intervals, the first at once; returns an interval after the last. */
  public void publish(int count, Duration every) throws InterruptedException {
    long start = System.nanoTime();
    for (int i = 0; i < count; i++) {
      var _ = publish();
      TimeUnit.NANOSECONDS.sleep(start + (i + 1) * every.toNanos() - System.nanoTime());
    }
  }

  /** Publishes at even intervals on a thread of its own, until it is told to stop. */
  public void publishUntilStopped(Duration every) {
    background =
        Thread.ofPlatform()
            .daemon()
            .name("prober")
            .start(
                () -> {
                  try {
                    while (!stopped) {
                      publish(1, every);
                    }
                  } catch (InterruptedException e) {
                    // It was told to stop.
                  }
                });
  }

  /** Ends {@link #publishUntilStopped}. */
  public void stop() throws InterruptedException {
    stopped = true;
    Thread running = background;
    if (running != null) {
      running.join();
    }
  }

  /** When each request from that number on was published: number to {@link System#nanoTime}. */
  public Map<Long, Long> publishedFrom(long number) {
    Map<Long, Long> some = new ConcurrentHashMap<>(published);
    some.keySet().removeIf(n -> n < number);
    return some;
  }

  /** The number that the next request will have. */
  public long next() {
    return next;
  }

  @Override
  public void close() {
    stopped = true;
    producer.close(Duration.ofSeconds(5));
  }
}
