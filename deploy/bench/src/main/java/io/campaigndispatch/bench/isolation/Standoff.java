package io.campaigndispatch.bench.isolation;

import io.campaigndispatch.bench.paced.CallLog;
import io.campaigndispatch.bench.paced.Latencies;
import io.campaigndispatch.bench.paced.Prober;
import io.campaigndispatch.bench.paced.Publishing;
import io.campaigndispatch.bench.paced.RequestForm;
import io.campaigndispatch.bench.paced.Runner;
import io.campaigndispatch.bench.paced.Trial;
import io.campaigndispatch.bench.scale.Scrape;
import io.campaigndispatch.bench.throughput.Broker;
import io.campaigndispatch.bench.throughput.DispatcherCommand;
import io.campaigndispatch.bench.throughput.Participant;
import io.campaigndispatch.bench.throughput.Throttles;
import io.campaigndispatch.bench.throughput.Throttles.Throttle;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Workspace A's throttled backlog lies in a partition, a participant works on it, and behind it
 * arrive the requests of workspace B, which has no throttle.
 */
final class Standoff implements AutoCloseable {
  static final String A = "workspace-a";
  static final String B = Publishing.neighbour("workspace-b", A);
  static final Throttle A_THROTTLE = new Throttle(80, 8);

  private static final Duration FIRST_CALL_WITHIN = Duration.ofSeconds(120);
  private static final Duration READ_WITHIN = Duration.ofSeconds(15);

  /** Records a second. */
  private static final long SLOWEST_READER = 50_000;

  private static final Duration KNOCK_EVERY = Duration.ofSeconds(1);
  private static final int WARM_UP = 50;
  private static final Duration WARM_UP_EVERY = Duration.ofMillis(50);

  private final Trial trial;
  private final Prober prober;
  private final Runner runner;
  private final boolean atFrontier;

  private Standoff(Trial trial, Prober prober, Runner runner, boolean atFrontier) {
    this.trial = trial;
    this.prober = prober;
    this.runner = runner;
    this.atFrontier = atFrontier;
  }

  /**
   * Publishes A's backlog, starts the participant, and waits until a request that B published
   * behind it all is through: proof that the reader is at the frontier. Gives up on that after a
   * while that depends on the backlog.
   *
   * @param backlog A's requests; 0: A is not there
   */
  static Standoff begin(
      Broker broker,
      Optional<DispatcherCommand> dispatcher,
      Participant participant,
      String name,
      long backlog)
      throws IOException, InterruptedException {
    Trial trial =
        Trial.prepare(
            broker,
            dispatcher,
            name,
            new Trial.Setup(
                participant,
                participant.atOnce(false),
                Duration.ZERO,
                List.of(A, B),
                new Throttles(Map.of(A, A_THROTTLE))));
    try {
      publish(trial, RequestForm.campaign(A), backlog);
      Prober prober = new Prober(trial.topics(), RequestForm.single(B));
      Runner runner = trial.start();
      boolean atFrontier = knock(trial.calls(), prober, runner, backlog);
      if (atFrontier) {
        prober.publish(WARM_UP, WARM_UP_EVERY);
      }
      return new Standoff(trial, prober, runner, atFrontier);
    } catch (IOException | InterruptedException | RuntimeException e) {
      trial.close();
      throw e;
    }
  }

  private static void publish(Trial trial, RequestForm form, long backlog) {
    long begun = System.nanoTime();
    Publishing.publish(trial.topics(), List.of(form), backlog);
    if (backlog > 0) {
      double seconds = (System.nanoTime() - begun) / 1e9;
      System.err.printf(
          Locale.ROOT,
          "wrote %,d requests in %.1f s (%,.0f/s)%n",
          backlog,
          seconds,
          backlog / seconds);
    }
  }

  /** Publishes one of B's a second until any of them is through. */
  private static boolean knock(CallLog calls, Prober prober, Runner runner, long backlog)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + FIRST_CALL_WITHIN.toNanos();
    boolean called = false;
    while (System.nanoTime() - deadline < 0) {
      runner.check();
      var _ = prober.publish();
      if (calls.await(call -> call.workspace().equals(B), KNOCK_EVERY).isPresent()) {
        return true;
      }
      if (!called && !calls.all().isEmpty()) {
        called = true;
        deadline = System.nanoTime() + readWithin(backlog).toNanos();
      }
    }
    if (!called) {
      throw new IllegalStateException("it made no call at all:\n" + runner.tail());
    }
    return false;
  }

  /** How long a reader may take from the first call to the frontier. */
  private static Duration readWithin(long backlog) {
    return READ_WITHIN.plusSeconds(backlog / SLOWEST_READER);
  }

  /** How long B's requests took, from that number on. */
  Latencies latenciesFrom(long probe) throws IOException {
    return Latencies.of(prober.publishedFrom(probe), trial.calls().of(B));
  }

  /** A publishes so many more. */
  void publish(RequestForm form, long count) {
    publish(trial, form, count);
  }

  /** The sum of a metric's series that carry a label; 0 while there is none. */
  double metric(String name, String label) {
    return runner
        .http()
        .flatMap(Scrape::of)
        .map(scrape -> scrape.sum(name, label).orElse(0))
        .orElse(0.0);
  }

  Trial trial() {
    return trial;
  }

  /** B's. */
  Prober prober() {
    return prober;
  }

  Runner runner() {
    return runner;
  }

  /** Whether a request from behind the backlog got through. */
  boolean isAtFrontier() {
    return atFrontier;
  }

  @Override
  public void close() {
    prober.close();
    trial.close();
  }
}
