package io.campaigndispatch.chaos.drill;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Brings one trouble about after the other, and notes what Prometheus says of it. */
final class Drill {

  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");
  private static final Duration LOOK_EVERY = Duration.ofMillis(250);

  /** Nothing fires and nothing is about to, for so long: the next may come. Divided like rules. */
  private static final Duration CALM = Duration.ofMinutes(1);

  /** How much later than promised is still waited for, so that the table says by how much. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Monitoring monitoring;
  private final int faster;
  private final PrintStream out;

  /**
   * @param faster by which the rules' times are divided
   * @param out gets a line for everything that happens
   */
  Drill(Monitoring monitoring, int faster, PrintStream out) {
    this.monitoring = monitoring;
    this.faster = faster;
    this.out = out;
  }

  /** Waits until all is well and nothing fires or is about to; whether that came to be. */
  boolean awaitCalm(List<Sample> samples, Duration within) throws InterruptedException {
    long[] quietSince = {System.nanoTime()};
    return await(
        samples,
        within,
        sample -> {
          if (!sample.isQuiet() || !monitoring.isServing(Site.WORKERS)) {
            quietSince[0] = sample.nanos();
          }
          return sample.nanos() - quietSince[0] >= CALM.dividedBy(faster).toNanos();
        });
  }

  /** One trouble, from the injection until everything is quiet again. */
  Row carryOut(Trouble trouble) throws IOException, InterruptedException {
    Promise promise = trouble.promise();
    Alert expected = promise.alert();
    List<Sample> samples = new ArrayList<>();
    say(promise.fault() + ": " + promise.injection());
    long injected = System.nanoTime();
    trouble.injection().run();
    boolean fired =
        await(
            samples,
            promise.fires().at(faster).plus(PATIENCE),
            sample -> sample.firing().contains(expected));
    say(expected + (fired ? " fires" : " does not fire"));
    say("cured: " + promise.cure());
    long cured = System.nanoTime();
    trouble.cure().run();
    if (fired) {
      boolean cleared =
          await(
              samples,
              promise.clears().at(faster).plus(PATIENCE),
              sample -> !sample.firing().contains(expected));
      say(expected + (cleared ? " has cleared" : " does not clear"));
    }
    if (!awaitCalm(samples, promise.clears().at(faster).plus(PATIENCE))) {
      say("not quiet: " + samples.getLast());
    }
    Row row = Row.of(promise, faster, injected, cured, samples);
    say(promise.fault() + ": " + (row.holds() ? "as promised" : row.faults()));
    if (row.isDisturbed()) {
      say("but the machine stood still for " + row.stoodStill().toMillis() + " ms");
    }
    return row;
  }

  private boolean await(List<Sample> samples, Duration within, Predicate<Sample> condition)
      throws InterruptedException {
    long deadline = System.nanoTime() + within.toNanos();
    while (System.nanoTime() < deadline) {
      Sample sample = monitoring.sample();
      if (sample != null) {
        samples.add(sample);
        if (condition.test(sample)) {
          return true;
        }
      } else if (!monitoring.isAlive()) {
        throw new IllegalStateException("Prometheus has ended");
      }
      Thread.sleep(LOOK_EVERY);
    }
    return false;
  }

  private void say(String line) {
    out.println(LocalTime.now(ZoneId.systemDefault()).format(TIME) + " " + line);
  }
}
