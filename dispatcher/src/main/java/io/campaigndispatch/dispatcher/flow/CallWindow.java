package io.campaigndispatch.dispatcher.flow;

import java.time.Duration;

/**
 * How many calls ended lately, and how many of them failed: the last tenth of the time and the nine
 * before it. Owned by the core thread.
 */
final class CallWindow {

  private static final int SLOTS = 10;

  private final long slotNanos;
  private final int[] calls = new int[SLOTS];
  private final int[] failed = new int[SLOTS];
  private long slot = Long.MIN_VALUE;
  private int allCalls;
  private int allFailed;

  CallWindow(Duration length) {
    this.slotNanos = Math.max(1, length.toNanos() / SLOTS);
  }

  void ended(boolean failure, long nowNanos) {
    moveTo(Math.floorDiv(nowNanos, slotNanos));
    int index = (int) Math.floorMod(slot, (long) SLOTS);
    calls[index]++;
    allCalls++;
    if (failure) {
      failed[index]++;
      allFailed++;
    }
  }

  int calls() {
    return allCalls;
  }

  int failed() {
    return allFailed;
  }

  private void moveTo(long now) {
    if (now == slot) {
      return;
    }
    // What lies between was empty, and what is a whole turn old is over.
    long first = slot == Long.MIN_VALUE ? now - SLOTS + 1 : Math.max(slot + 1, now - SLOTS + 1);
    for (long passed = first; passed <= now; passed++) {
      int index = (int) Math.floorMod(passed, (long) SLOTS);
      allCalls -= calls[index];
      allFailed -= failed[index];
      calls[index] = 0;
      failed[index] = 0;
    }
    slot = now;
  }
}
