package io.campaigndispatch.dispatcher.core;

import io.campaigndispatch.dispatcher.flow.Timers;
import io.campaigndispatch.model.workspace.Directory;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the workers of a history share: time, Kafka, the group, chance, and what is checked. */
final class World {

  final Chance chance;
  final Tampering tampering;
  final Faults faults = new Faults();
  final RandomTraffic traffic;
  final Directory directory;
  final CoreSettings settings;
  final Homes homes;
  final Requests requests;
  final SimulatedKafka kafka;
  final SimulatedGroup group;
  final CallChecks calls;

  private static final boolean TRACING = Boolean.getBoolean("simulation.trace");

  private final Timers timers = new Timers();

  /** What the control topics say, each by its key. */
  final Map<String, CoreEvent> control = new LinkedHashMap<>();

  /** World time, monotonic nanoseconds. */
  long nanos;

  /** All is well: nothing more goes wrong. */
  boolean calm;

  /** While all is well, a core that only looks after itself does so no more often than this. */
  long calmTurnNanos;

  /** A worker's wall clock made a step. */
  boolean clockStepped;

  World(long seed, Tampering tampering) {
    this.chance = new Chance(seed);
    this.tampering = tampering;
    this.traffic = new RandomTraffic(chance);
    this.directory = traffic.directory();
    this.settings =
        new CoreSettings(
            chance.between(1, 5),
            1 << 20,
            chance.percent(50) ? 200_000 : chance.between(10, 200),
            chance.between(1, 60),
            new HoldSettings(
                1_000, Duration.ofSeconds(chance.between(1, 20)), Duration.ofSeconds(60)),
            chance.percent(8)
                ? new CampaignSettings(0.3, chance.between(2, 10))
                : CampaignSettings.DEFAULT);
    this.homes = new Homes(settings.homePartitions());
    this.requests = new Requests(directory, homes, settings.duplicatesWindow(), faults);
    this.kafka = new SimulatedKafka(this);
    this.group = new SimulatedGroup(this);
    this.calls = new CallChecks(this);
  }

  int partitions() {
    return settings.homePartitions();
  }

  void after(Duration delay, Runnable task) {
    timers.at(nanos + delay.toNanos(), _ -> task.run());
  }

  /** With {@code -Dsimulation.trace=true} a history is told step by step. */
  void trace(String what, @Nullable Object... details) {
    if (TRACING) {
      System.out.printf("%14.6f %s%n", nanos / 1e9, what.formatted(details));
    }
  }

  long nextNanos() {
    return timers.nextNanos();
  }

  /** Runs what is due. */
  void run() {
    timers.run(nanos);
  }
}
