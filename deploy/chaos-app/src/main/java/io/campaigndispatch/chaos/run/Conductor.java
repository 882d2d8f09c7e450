package io.campaigndispatch.chaos.run;

import io.campaigndispatch.chaos.plan.Plan;
import io.campaigndispatch.chaos.plan.Step;
import io.campaigndispatch.chaos.plan.Trouble;
import io.campaigndispatch.chaos.plan.Weather;
import io.campaigndispatch.chaos.proof.Disruption;
import io.campaigndispatch.sandbox.fault.FaultSpec;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/** Carries a plan out: a thread for each lane, one step after the other. */
final class Conductor {

  /** A broker that is back has caught up within this time, else the next one is spared. */
  private static final Duration IN_SYNC_WITHIN = Duration.ofSeconds(45);

  /** INTERFACE: response time-out and 5 s; the rest is for a machine with much to do. */
  private static final Duration STOP_WITHIN = Duration.ofSeconds(60);

  private final Installation installation;
  private final Chronicle chronicle;
  private final long startNanos;

  Conductor(Installation installation, Chronicle chronicle, long startNanos) {
    this.installation = installation;
    this.chronicle = chronicle;
    this.startNanos = startNanos;
  }

  /** Returns when every step is done and undone; how many there were. */
  int carryOut(Plan plan) throws ExecutionException, InterruptedException {
    List<FutureTask<Integer>> lanes = new ArrayList<>();
    for (List<Step> lane : plan.lanes()) {
      FutureTask<Integer> task = new FutureTask<>(() -> carryOut(lane));
      lanes.add(task);
      Thread.ofPlatform().name("chaos-lane").daemon().start(task);
    }
    int steps = 0;
    for (FutureTask<Integer> lane : lanes) {
      steps += lane.get();
    }
    return steps;
  }

  private int carryOut(List<Step> lane) throws IOException, InterruptedException {
    int steps = 0;
    for (Step step : lane) {
      TimeUnit.NANOSECONDS.sleep(startNanos + step.at().toNanos() - System.nanoTime());
      steps += carryOut(step) ? 1 : 0;
    }
    return steps;
  }

  /** Whether it was done. */
  private boolean carryOut(Step step) throws IOException, InterruptedException {
    String line =
        String.format(
            Locale.ROOT, "%s (for %.1f s)", step.trouble(), step.lasts().toMillis() / 1e3);
    Instant from = Instant.now();
    switch (step.trouble()) {
      case Trouble.KillDispatcher(int slot) -> {
        chronicle.say(line);
        installation.dispatcher(slot).kill();
        chronicle.add(Disruption.kill(slot, Instant.now()));
        await(step);
        installation.dispatcher(slot).start();
      }
      case Trouble.RemoveDispatcher(int slot) -> {
        chronicle.say(line);
        if (!installation.dispatcher(slot).stop(STOP_WITHIN)) {
          chronicle.say("dispatcher " + slot + ": did not end after SIGTERM, killed");
          chronicle.add(Disruption.kill(slot, Instant.now()));
        }
        await(step);
        installation.dispatcher(slot).start();
      }
      case Trouble.SuspendDispatcher(int slot) -> {
        chronicle.say(line);
        installation.dispatcher(slot).suspend();
        await(step);
        installation.dispatcher(slot).wake();
        if (endsSession(step)) {
          chronicle.woke();
          chronicle.add(Disruption.lost(slot, from, Instant.now()));
        }
      }
      case Trouble.CutDispatcher(int slot, Weather weather) -> {
        chronicle.say(line);
        installation.network(slot).set(weather);
        await(step);
        installation.network(slot).set(Weather.CLEAR);
        if (endsSession(step) && weather != Weather.SLOW) {
          chronicle.add(Disruption.lost(slot, from, Instant.now()));
        }
      }
      case Trouble.KillBroker(int node) -> {
        if (!installation.brokers().awaitInSync(IN_SYNC_WITHIN)) {
          chronicle.say("broker " + node + ": spared, the one before has not caught up");
          return false;
        }
        chronicle.say(line);
        installation.brokers().kill(node);
        await(step);
        installation.brokers().restart(node);
      }
      case Trouble.Misbehave trouble -> {
        chronicle.say(line);
        long id =
            installation
                .sandbox()
                .addFault(
                    new FaultSpec(
                        trouble.vendor(),
                        null,
                        null,
                        trouble.probability(),
                        trouble.count(),
                        trouble.fault()))
                .id();
        await(step);
        // One that counted its calls may be over already.
        boolean _ = installation.sandbox().removeFault(id);
      }
    }
    return true;
  }

  /** However late a step began, it lasts as long as planned. */
  private static void await(Step step) throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(step.lasts().toMillis());
  }

  private static boolean endsSession(Step step) {
    return step.lasts().compareTo(Plan.SESSION.minusSeconds(1)) > 0;
  }
}
