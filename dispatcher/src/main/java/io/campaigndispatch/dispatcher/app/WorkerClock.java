package io.campaigndispatch.dispatcher.app;

import io.campaigndispatch.dispatcher.core.Now;

/** The one place where the core's time is read. */
final class WorkerClock {

  private WorkerClock() {}

  static Now now() {
    return new Now(System.nanoTime(), System.currentTimeMillis());
  }
}
