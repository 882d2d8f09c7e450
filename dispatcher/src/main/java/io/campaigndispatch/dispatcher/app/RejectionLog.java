package io.campaigndispatch.dispatcher.app;

import io.campaigndispatch.dispatcher.core.CoreEvent;
import io.campaigndispatch.dispatcher.core.Write;
import io.campaigndispatch.dispatcher.index.RawRecord;
import io.campaigndispatch.dispatcher.logs.LogEvent;
import io.campaigndispatch.model.outcome.Failure;
import io.campaigndispatch.model.outcome.Outcome;
import io.campaigndispatch.model.outcome.Status;
import io.campaigndispatch.model.outcome.Violation;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A line for each request that ended before any call because of what it is: unreadable, invalid, of
 * an unknown workspace, not to be expressed by its vendor. Written once its dead letter is, by a
 * thread of its own: a slow log delays nobody. When lines come faster than they are written for
 * long, some are left out, and counted in a line of their own.
 */
final class RejectionLog implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(RejectionLog.class);

  private static final int MOST_WAITING = 10_000;
  private static final int MOST_FIELDS = 5;
  private static final Duration LAST_LINES_WITHIN = Duration.ofSeconds(2);

  private final BlockingQueue<Line> waiting;
  private final AtomicLong leftOut = new AtomicLong();
  private final Thread thread =
      Thread.ofPlatform().name("dispatch-rejections").daemon().unstarted(this::run);
  private volatile boolean closing;

  RejectionLog() {
    this(MOST_WAITING);
  }

  /**
   * @param most lines that may wait
   */
  RejectionLog(int most) {
    waiting = new ArrayBlockingQueue<>(most);
  }

  /** What is told of it; not the record, which may be large. */
  private record Line(
      int partition, long offset, @Nullable String workspaceId, String code, String broken) {

    static Line of(RawRecord raw, @Nullable String workspaceId, Failure failure) {
      String broken =
          failure.errors().stream()
              .limit(MOST_FIELDS)
              .map(Violation::field)
              .collect(Collectors.joining(","));
      return new Line(raw.partition(), raw.offset(), workspaceId, failure.code(), broken);
    }

    void log() {
      LogEvent.REQUEST_REJECTED.log(log, partition, offset, workspaceId, code, broken);
    }
  }

  void start() {
    thread.start();
  }

  /** Takes what was committed; never waits, and looks at no more than a flag of what went well. */
  void take(CoreEvent event) {
    if (event instanceof CoreEvent.Written written) {
      written.writes().forEach(this::take);
    }
  }

  private void take(Write write) {
    switch (write) {
      case Write.Final(_, var raw, var outcome, var deadLetter) -> {
        if (deadLetter && isRejected(outcome) && outcome.failure() != null) {
          add(Line.of(raw, outcome.workspaceId(), outcome.failure()));
        }
      }
      case Write.Unreadable(_, var raw, _, _, var failure) -> add(Line.of(raw, null, failure));
      case Write.Retrying _,
          Write.Parked _,
          Write.Moved _,
          Write.Returned _,
          Write.Kept _,
          Write.Started _,
          Write.Unstarted _,
          Write.Owned _,
          Write.Called _,
          Write.Snapshot _,
          Write.Released _ -> {}
    }
  }

  private static boolean isRejected(Outcome outcome) {
    return outcome.status() == Status.FAILED && outcome.attempt() == 0;
  }

  private void add(Line line) {
    if (!waiting.offer(line)) {
      leftOut.incrementAndGet();
    }
  }

  private void run() {
    int written = 0;
    try {
      while (!closing || !waiting.isEmpty()) {
        Line line = waiting.poll(100, TimeUnit.MILLISECONDS);
        if (line != null) {
          line.log();
          written++;
        }
        if (line == null || written >= MOST_WAITING) {
          tellLeftOut();
          written = 0;
        }
      }
      tellLeftOut();
    } catch (InterruptedException e) {
      LogEvent.THREAD_INTERRUPTED.log(log, thread.getName());
    }
  }

  private void tellLeftOut() {
    long count = leftOut.getAndSet(0);
    if (count > 0) {
      LogEvent.REJECTIONS_LEFT_OUT.log(log, count);
    }
  }

  /** Writes the last lines. */
  @Override
  public void close() throws InterruptedException {
    closing = true;
    thread.join(LAST_LINES_WITHIN);
  }
}
