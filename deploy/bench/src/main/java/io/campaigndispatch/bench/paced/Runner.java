package io.campaigndispatch.bench.paced;

import io.campaigndispatch.bench.Child;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A process of a participant, and what it was ready for when. */
public final class Runner implements AutoCloseable {
  private static final Duration LOOK_EVERY = Duration.ofMillis(20);

  private final Child child;
  private final Readiness readiness;
  private final long startedNanos;
  private final Optional<URI> http;

  /** Whether it has its partitions and works on them. */
  @FunctionalInterface
  interface Readiness {
    boolean isReady();
  }

  /**
   * @param http where the dispatcher answers; the peers do not
   */
  Runner(Child child, Readiness readiness, long startedNanos, Optional<URI> http) {
    this.child = child;
    this.readiness = readiness;
    this.startedNanos = startedNanos;
    this.http = http;
  }

  /** When its process was started, by {@link System#nanoTime}. */
  public long startedNanos() {
    return startedNanos;
  }

  /** Waits until it is ready; when that was, by {@link System#nanoTime}. */
  public long awaitReady(Duration within) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + within.toNanos();
    while (!readiness.isReady()) {
      if (!child.isAlive() || System.nanoTime() - deadline > 0) {
        throw new IllegalStateException(
            "%s within %d s:%n%s"
                .formatted(
                    child.isAlive() ? "not ready" : "ended before it was ready",
                    within.toSeconds(),
                    child.tail()));
      }
      TimeUnit.NANOSECONDS.sleep(LOOK_EVERY.toNanos());
    }
    return System.nanoTime();
  }

  /** Ends it as {@code kill -9} does; when that was, by {@link System#nanoTime}. */
  public long kill() throws InterruptedException {
    long now = System.nanoTime();
    child.kill();
    return now;
  }

  /** Where the dispatcher answers HTTP; the peers do not. */
  public Optional<URI> http() {
    return http;
  }

  /** Throws when it has ended by itself. */
  public void check() throws IOException {
    if (!child.isAlive()) {
      throw new IllegalStateException("it ended by itself:\n" + child.tail());
    }
  }

  public String tail() throws IOException {
    return child.tail();
  }

  @Override
  public void close() {
    child.close();
  }
}
