package io.campaigndispatch.bench.scale;

import io.campaigndispatch.bench.stub.VendorStub;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Writes so much ahead of the worker that it has work, and little enough to be shallow. */
record Feed(Load load, VendorStub stub, Worker worker, Progress progress) {
  /** So few that a window of the default size holds them. */
  private static final long SHALLOW = 20_000;

  private static final long CHUNK = 5_000;
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration START_WITHIN = Duration.ofSeconds(120);

  Feed(Load load, VendorStub stub, Worker worker) {
    this(load, stub, worker, new Progress());
  }

  /** Until so many in all were answered; false when nothing went on for long. */
  boolean until(long total) throws IOException, InterruptedException {
    long answered = stub.answered();
    while (answered < total) {
      if (!progress.goesOn(answered, worker)) {
        return false;
      }
      // Goes on beyond the total: the last messages are to cost what all others cost.
      if (progress.published - answered < SHALLOW - CHUNK) {
        load.publish(progress.published, CHUNK);
        progress.published += CHUNK;
      } else {
        TimeUnit.MILLISECONDS.sleep(10);
      }
      answered = stub.answered();
    }
    return true;
  }

  /** How far it came, and since when. */
  static final class Progress {
    private long published;
    private long answered;
    private long since = System.nanoTime();

    boolean goesOn(long now, Worker worker) {
      if (now > answered) {
        answered = now;
        since = System.nanoTime();
      }
      Duration patience = answered == 0 ? START_WITHIN : PATIENCE;
      return worker.isAlive() && System.nanoTime() - since < patience.toNanos();
    }

    /** Of the last answer that was seen; by {@link System#nanoTime}. */
    long since() {
      return since;
    }
  }
}
