package io.campaigndispatch.dispatcher.admin;

import io.campaigndispatch.dispatcher.control.Control;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** The board of now, or of a moment ago: made once for all who look at the same time. */
public final class Boards implements Supplier<Board> {

  private static final long LASTS_NANOS = Duration.ofMillis(250).toNanos();

  private final Fleet fleet;
  private final Control control;
  private final ToDoubleFunction<String> allowedPerSecond;
  private final LongSupplier nanoTime;

  /** Guarded by this. */
  private @Nullable Board last;

  private long lastNanos;

  /**
   * @param allowedPerSecond what a workspace, by its id, may send; infinite: nothing limits it
   * @param nanoTime usually {@code System::nanoTime}
   */
  public Boards(
      Fleet fleet,
      Control control,
      ToDoubleFunction<String> allowedPerSecond,
      LongSupplier nanoTime) {
    this.fleet = fleet;
    this.control = control;
    this.allowedPerSecond = allowedPerSecond;
    this.nanoTime = nanoTime;
  }

  @Override
  public synchronized Board get() {
    long now = nanoTime.getAsLong();
    Board board = last;
    if (board == null || now - lastNanos > LASTS_NANOS) {
      board = Board.of(control.directory(), allowedPerSecond, control.campaigns(), fleet.sight());
      last = board;
      lastNanos = now;
    }
    return board;
  }
}
