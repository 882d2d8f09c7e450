package io.campaigndispatch.dispatcher.flow;

import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * What is to happen later in the core, by monotonic time; equal times in the order they were set.
 */
public final class Timers {

  /** Something to do when its time has come. */
  @FunctionalInterface
  public interface Task {
    /**
     * @param atNanos the time it was set for
     */
    void run(long atNanos);
  }

  private record Timer(long atNanos, long order, @Nullable WorkspaceQueue queue, Task task)
      implements Comparable<Timer> {
    boolean isVoid() {
      return queue != null && queue.isClosed();
    }

    @Override
    public int compareTo(Timer other) {
      int byTime = Long.compare(atNanos, other.atNanos);
      return byTime != 0 ? byTime : Long.compare(order, other.order);
    }
  }

  private final PriorityQueue<Timer> timers = new PriorityQueue<>();
  private long order;

  public void at(long nanos, Task task) {
    timers.add(new Timer(nanos, order++, null, task));
  }

  /** For a queue: nothing happens once that is closed. */
  public void at(long nanos, WorkspaceQueue queue, Task task) {
    if (!queue.isClosed()) {
      timers.add(new Timer(nanos, order++, queue, task));
    }
  }

  /** Lets go of what closed queues had set, and of the requests in it. */
  public void forgetClosed() {
    timers.removeIf(Timer::isVoid);
  }

  /** Runs what is due; what that sets for now runs too. */
  public void run(long nowNanos) {
    Timer first = timers.peek();
    while (first != null && first.atNanos <= nowNanos) {
      timers.poll();
      first.task.run(first.atNanos);
      first = timers.peek();
    }
  }

  /** When the next is due; {@link Long#MAX_VALUE} when none is set. */
  public long nextNanos() {
    Timer first = timers.peek();
    return first == null ? Long.MAX_VALUE : first.atNanos;
  }
}
