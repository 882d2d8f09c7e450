package io.campaigndispatch.dispatcher.admin;

import io.campaigndispatch.dispatcher.core.CoreSnapshot;
import io.campaigndispatch.dispatcher.logs.LogEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What all workers of the group look like together: each says about once a second what it looks
 * like, and hears the others. One that says nothing for fifteen seconds counts no more.
 */
public final class Fleet implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Fleet.class);

  // Nanoseconds.
  private static final long MILLISECOND = 1_000_000;
  private static final long SECOND = 1_000 * MILLISECOND;
  private static final long EVERY = SECOND;
  private static final long SAY_AT_LEAST_EVERY = 5 * SECOND;
  private static final long SILENT = 15 * SECOND;
  private static final long GONE = 60 * SECOND;

  /** A large status is said more seldom: the log is read again by whoever starts. */
  private static final long MOST_BYTES_PER_SECOND = 128 << 10;

  private static final long SAY_LARGE_EVERY = 10 * SECOND;

  private static final Duration POLL = Duration.ofMillis(200);

  private final Supplier<CoreSnapshot> snapshots;
  private final FailureKinds failures;
  private final StatusLog statusLog;
  private final LongSupplier nanoTime;
  private final LongSupplier wallMillis;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread =
      Thread.ofPlatform().name("dispatch-fleet").daemon().unstarted(this::run);

  // Owned by the fleet's thread.
  private final Speeds speeds = new Speeds();
  private final Map<String, Heard> others = new HashMap<>();
  private WorkerStatus last = WorkerStatus.NOTHING;
  private long lookAt;
  private long sayAt;
  private long sayAgainAt;

  private volatile WorkerStatus own = WorkerStatus.NOTHING;
  private volatile Instant ownAt = Instant.EPOCH;
  private volatile List<WorkerStatus> heard = List.of();

  /**
   * @param failures of this worker
   * @param statusLog owned from now on
   * @param nanoTime usually {@code System::nanoTime}
   * @param wallMillis usually {@code System::currentTimeMillis}
   */
  public Fleet(
      Supplier<CoreSnapshot> snapshots,
      FailureKinds failures,
      StatusLog statusLog,
      LongSupplier nanoTime,
      LongSupplier wallMillis) {
    this.snapshots = snapshots;
    this.failures = failures;
    this.statusLog = statusLog;
    this.nanoTime = nanoTime;
    this.wallMillis = wallMillis;
    lookAt = nanoTime.getAsLong();
    sayAt = lookAt;
    sayAgainAt = lookAt;
  }

  /**
   * @param status null: it has ended
   */
  private record Heard(@Nullable WorkerStatus status, long atNanos) {}

  public void start() {
    thread.start();
  }

  /** All of them, as last heard; from any thread. */
  WorkerStatus status() {
    List<WorkerStatus> all = new ArrayList<>(heard);
    all.add(own);
    return WorkerStatus.together(all);
  }

  /**
   * All of them, and how much that is worth.
   *
   * @param at when this worker looked at itself last
   * @param now by the same clock
   * @param workers heard lately, this one included
   */
  record Sight(WorkerStatus status, Instant at, Instant now, int workers) {}

  Sight sight() {
    return new Sight(
        status(), ownAt, Instant.ofEpochMilli(wallMillis.getAsLong()), heard.size() + 1);
  }

  private void run() {
    try (statusLog) {
      while (closed.getCount() > 0) {
        try {
          turn();
        } catch (InterruptException e) {
          return;
        } catch (KafkaException e) {
          LogEvent.FLEET_FAILING.log(log, e.toString());
          closed.await(EVERY, TimeUnit.NANOSECONDS);
        }
      }
    } catch (InterruptedException e) {
      LogEvent.THREAD_INTERRUPTED.log(log, "dispatch-fleet");
    } catch (RuntimeException e) {
      LogEvent.FLEET_BROKE.log(log, e);
    }
  }

  private void turn() {
    long now = nanoTime.getAsLong();
    if (now - lookAt >= 0) {
      lookAt = now + EVERY;
      look(now);
    }
    statusLog
        .poll(POLL, wallMillis.getAsLong())
        .forEach(
            (worker, said) ->
                others.put(worker, new Heard(said.status(), now - said.ageMillis() * MILLISECOND)));
  }

  private void look(long now) {
    CoreSnapshot snapshot = snapshots.get();
    speeds.look(snapshot, now);
    WorkerStatus status = WorkerStatus.of(snapshot, speeds, failures.recent());
    own = status;
    ownAt = snapshot.at();
    boolean isNews = !status.equals(last) && now - sayAgainAt >= 0;
    if (isNews || now - sayAt >= 0) {
      last = status;
      long bytes = statusLog.say(status);
      long nanos = Math.min(bytes * (SECOND / MOST_BYTES_PER_SECOND), SAY_LARGE_EVERY);
      sayAgainAt = now + nanos;
      sayAt = now + Math.max(nanos, SAY_AT_LEAST_EVERY);
    }
    others.entrySet().removeIf(other -> isGone(other.getKey(), other.getValue(), now));
    heard =
        others.values().stream()
            .filter(other -> now - other.atNanos() < SILENT)
            .flatMap(other -> Stream.ofNullable(other.status()))
            .toList();
  }

  /** Whoever ended without saying so leaves a record that others clear away. */
  private boolean isGone(String worker, Heard other, long now) {
    boolean gone = now - other.atNanos() > GONE;
    if (gone && other.status() != null) {
      statusLog.forget(worker);
    }
    return gone;
  }

  @Override
  public void close() throws InterruptedException {
    closed.countDown();
    // The partitions are given up after it: a status more or less must not keep them waiting.
    thread.join(Duration.ofMillis(500));
  }
}
