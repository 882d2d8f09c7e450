package io.campaigndispatch.chaos.run;

import java.util.Arrays;

/**
 * Questions put to the vendors' event loop, one after another, and when each was answered, in epoch
 * milliseconds. On a machine with much to do the loop reads late what has come, and messages that
 * were paced are noted in a bunch: the questions bound when they came. Pure; guarded by itself.
 */
final class Probes {

  /** So long are the delays of others taken for a sign of how late anybody may have been. */
  private static final long AROUND_MILLIS = 500;

  private final long pauseMillis;
  private long[] asked = new long[1 << 12];
  private long[] answered = new long[1 << 12];
  private int size;

  /**
   * @param pauseMillis between an answer and the next question, were the machine idle
   */
  Probes(long pauseMillis) {
    this.pauseMillis = pauseMillis;
  }

  /** Each question is put after the answer before. */
  synchronized void add(long askedMillis, long answeredMillis) {
    if (size == asked.length) {
      asked = Arrays.copyOf(asked, 2 * size);
      answered = Arrays.copyOf(answered, 2 * size);
    }
    asked[size] = askedMillis;
    answered[size] = answeredMillis;
    size++;
  }

  /**
   * When a message may have come that was noted then. The loop handles together what it finds
   * together: what it notes after it has answered a question came, at the earliest, after it began
   * the round before, in which it found the question before that one or a later one.
   */
  synchronized long earliest(long noted) {
    int last = lastAnswered(noted);
    return last < 1 ? noted : Math.min(noted, asked[last - 1]);
  }

  /** How much later than due a thread of this machine ran about that time, at most. */
  synchronized long lateness(long about) {
    long most = 0;
    for (int i = lastAnswered(about + AROUND_MILLIS); i > 0; i--) {
      if (asked[i] < about - AROUND_MILLIS) {
        break;
      }
      most = Math.max(most, answered[i] - answered[i - 1] - pauseMillis);
    }
    return most;
  }

  /** The longest time without an answer. */
  synchronized long longest() {
    long most = 0;
    for (int i = 1; i < size; i++) {
      most = Math.max(most, answered[i] - answered[i - 1]);
    }
    return most;
  }

  /** The last question answered by then; -1: none. */
  private int lastAnswered(long millis) {
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (answered[middle] <= millis) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low - 1;
  }
}
