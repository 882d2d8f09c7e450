package io.campaigndispatch.dispatcher.fuzz;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Numbered cases, each made from the seed and its number alone, so that one that fails is run again
 * alone: {@code -Dfuzz.seed=… -Dfuzz.first=… -Dfuzz.<what>=1}.
 *
 * @param what is fuzzed; {@code fuzz.<what>} is how many cases
 */
record Cases(String what, long count, long first, long seed) {

  private static final long SEED = 20261120;

  /** An odd number close to 2^64 divided by the golden ratio: neighbours get distant seeds. */
  private static final long SPREAD = 0x9e3779b97f4a7c15L;

  /** One case. */
  interface Case {
    void run(RandomGenerator random);
  }

  /**
   * @param share how many are run when nothing is said: seconds, not minutes
   */
  static Cases of(String what, long share) {
    return new Cases(
        what,
        Long.getLong("fuzz." + what, share),
        Long.getLong("fuzz.first", 0),
        Long.getLong("fuzz.seed", SEED));
  }

  /** Runs them on all processors; the first that fails is told with its number. */
  void run(Case one) {
    AtomicReference<@Nullable AssertionError> failure = new AtomicReference<>();
    long began = System.nanoTime();
    LongStream.range(first, first + count)
        .parallel()
        .takeWhile(_ -> failure.get() == null)
        .forEach(number -> run(one, number, failure));
    AssertionError failed = failure.get();
    if (failed != null) {
      throw failed;
    }
    long millis = Math.max(1, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
    System.out.printf(
        "fuzz: %,d %s in %,d ms, %,d a second%n", count, what, millis, count * 1_000 / millis);
  }

  private void run(Case one, long number, AtomicReference<@Nullable AssertionError> failure) {
    try {
      one.run(new SplittableRandom((seed + number) * SPREAD));
    } catch (RuntimeException | AssertionError | StackOverflowError | OutOfMemoryError e) {
      failure.compareAndSet(
          null,
          new AssertionError(
              "case %d fails: -Dfuzz.seed=%d -Dfuzz.first=%d -Dfuzz.%s=1"
                  .formatted(number, seed, number, what),
              e));
    }
  }
}
