package io.campaigndispatch.dispatcher.core;

import io.campaigndispatch.dispatcher.template.TemplateGate;
import io.campaigndispatch.dispatcher.template.TemplateRegistry;
import io.campaigndispatch.dispatcher.template.UnlistedPolicy;
import io.campaigndispatch.model.wire.DispatchHeaders;
import io.campaigndispatch.model.workspace.Directory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * One random history of two or three workers and everything around them, in virtual time: arrivals,
 * replies, transactions, partitions that move, processes that die or stand still, clocks that jump,
 * logs that are cut. The same {@link History} happens the same way each time.
 */
final class Simulation {

  private static final Duration LONGEST_DRAIN = Duration.ofHours(6);
  private static final Duration SHORTEST_STEP = Duration.ofMillis(500);
  private static final Duration LONGEST_STEP = Duration.ofMinutes(1);
  private static final int MOST_TURNS_AT_ONCE = 50_000;
  private static final byte[] SMALL = new byte[300];
  private static final byte[] LARGE = new byte[180_000];
  private static final TemplateGate NO_TEMPLATE =
      new TemplateGate(TemplateRegistry.of(Directory.EMPTY), UnlistedPolicy.REJECT);

  private final History history;
  private final World world;
  private final Chance chance;
  private final List<String> workspaces;
  private final Set<EventKind> kinds;
  private final List<SimulatedWorker> workers = new ArrayList<>();
  private int turnsAtOnce;

  Simulation(History history, Tampering tampering) {
    this.history = history;
    this.world = new World(history.seed(), tampering);
    this.chance = world.chance;
    this.workspaces = world.directory.workspaces().keySet().stream().sorted().toList();
    this.kinds = EventKind.some(chance);
    int count = chance.percent(70) ? 2 : 3;
    for (int i = 0; i < count; i++) {
      workers.add(new SimulatedWorker(world, i));
    }
  }

  Faults faults() {
    return world.faults;
  }

  void run() {
    for (int i = 0; i < history.events(); i++) {
      chance.event(i);
      EventKind kind = EventKind.random(chance);
      if (kinds.contains(kind) && history.has(kind)) {
        happens(kind);
      }
    }
    chance.event(history.events());
    drain();
  }

  private void happens(EventKind kind) {
    int partition = chance.below(world.partitions());
    SimulatedWorker worker = chance.one(workers);
    switch (kind) {
      case ARRIVE -> arrive(chance.between(1, 5));
      case FLOOD -> flood(chance.between(20, 90));
      case READ -> read(30);
      case ELAPSE -> {
        elapse(Duration.ofMillis(chance.below(500)));
        workers.forEach(SimulatedWorker::checkWork);
      }
      case ELAPSE_LONG -> {
        elapse(Duration.ofMillis(chance.below(20_000)));
        workers.forEach(SimulatedWorker::checkWork);
      }
      case MOVE -> world.group.move(partition);
      case EXPIRE -> worker.expire();
      case CRASH -> worker.strike(true, chance.below(8));
      case SUSPEND -> worker.strike(false, chance.below(8));
      case CLOCK -> stepClock(worker);
      case TEMPLATES -> changeTemplates(worker);
      case DELETE -> delete(partition);
      case PAUSE -> pause(chance.one(workspaces));
      case CAMPAIGN -> {
        String workspaceId = chance.one(workspaces);
        if (!workspaceId.equals(RandomTraffic.ALONE)) {
          CoreEvent.CampaignChanged change =
              world.traffic.campaignChange(workspaceId, world.faults);
          control("campaign " + workspaceId + "/" + change.campaignId(), workspaceId, change);
        }
      }
      case SUPPRESS -> {
        String workspaceId = chance.one(workspaces);
        CoreEvent.SuppressionChanged change =
            world.traffic.suppressionChange(workspaceId, world.faults);
        if (!workspaceId.equals(RandomTraffic.ALONE)) {
          control("suppression " + workspaceId + "/" + change.recipient(), workspaceId, change);
        }
      }
      case LATE -> worker.late();
      case OUTAGE -> world.traffic.breakDown(world.nanos, world.faults);
    }
  }

  // What happens

  private void arrive(int count) {
    for (int i = 0; i < count; i++) {
      String workspaceId = chance.percent(3) ? "nobody" : chance.one(workspaces);
      int partition =
          chance.percent(8) ? chance.below(world.partitions()) : world.homes.of(workspaceId);
      Headers headers = new RecordHeaders();
      if (chance.percent(2)) {
        headers.add(DispatchHeaders.REPLAY, SimulatedKafka.utf8("1"));
      }
      if (chance.percent(2)) {
        for (int move = 0; move < 3; move++) {
          headers.add(DispatchHeaders.MOVED_FROM, SimulatedKafka.utf8(Samples.TOPIC + "-0@0"));
        }
      }
      String key = chance.percent(2) ? "somebody" : workspaceId;
      boolean large = chance.percent(5);
      if (large) {
        world.faults.count(Fault.RECORD_LARGE);
      }
      world
          .kafka
          .log(partition)
          .append(
              SimulatedKafka.utf8(key),
              millis(),
              large ? LARGE : SMALL,
              headers,
              world.traffic.decoded(workspaceId, Instant.ofEpochMilli(millis()), world.faults));
    }
  }

  /** A campaign of one workspace. */
  private void flood(int count) {
    String workspaceId = chance.one(workspaces);
    boolean large = chance.percent(15);
    for (int i = 0; i < count; i++) {
      world
          .kafka
          .log(world.homes.of(workspaceId))
          .append(
              SimulatedKafka.utf8(workspaceId),
              millis(),
              large ? LARGE : SMALL,
              new RecordHeaders(),
              world.traffic.plain(workspaceId));
    }
  }

  private void read(int most) {
    for (SimulatedWorker worker : workers) {
      for (int partition = 0; partition < world.partitions(); partition++) {
        if (worker.isRunning() && (world.calm || chance.percent(50))) {
          worker.intake().read(partition, world.calm ? most : chance.between(1, most));
        }
      }
    }
  }

  private void stepClock(SimulatedWorker worker) {
    long most = chance.percent(50) ? 10_000 : Duration.ofHours(1).toMillis();
    long by = chance.between(-most, most);
    world.faults.count(by < 0 ? Fault.CLOCK_BACK : Fault.CLOCK_FORWARD);
    worker.step(by);
  }

  private void changeTemplates(SimulatedWorker worker) {
    if (worker.isRunning()) {
      world.faults.count(Fault.TEMPLATES_CHANGED);
      worker.post(
          new CoreEvent.TemplatesChanged(
              chance.percent(25) ? NO_TEMPLATE : ObservedCore.EVERY_TEMPLATE));
    }
  }

  private void pause(String workspaceId) {
    if (workspaceId.equals(RandomTraffic.ALONE)) {
      return;
    }
    if (chance.percent(25)) {
      world.faults.count(Fault.CREDENTIAL_CHANGED);
      tell(new CoreEvent.CredentialChanged(workspaceId));
      return;
    }
    boolean pauses = chance.percent(50);
    world.faults.count(pauses ? Fault.WORKSPACE_PAUSED : Fault.WORKSPACE_RESUMED);
    control(
        "workspace " + workspaceId,
        workspaceId,
        new CoreEvent.WorkspacePaused(workspaceId, pauses, Instant.ofEpochMilli(millis())));
  }

  /** Every worker is told, and those that start later are too. */
  private void control(String key, String workspaceId, CoreEvent event) {
    world.calls.work().slowed(workspaceId);
    world.control.put(key, event);
    tell(event);
  }

  private void tell(CoreEvent event) {
    workers.forEach(worker -> worker.soon(0, () -> worker.post(event)));
  }

  private void delete(int partition) {
    SimulatedLog log = world.kafka.log(partition);
    long length = log.end() - log.begin();
    if (length > 0) {
      log.delete(log.begin() + chance.below((int) Math.min(length, 15)) + 1);
      workers.forEach(worker -> worker.intake().logBegins(partition));
    }
  }

  // Time

  private long millis() {
    return Samples.BEGINNING_MILLIS + Math.floorDiv(world.nanos, 1_000_000);
  }

  private void elapse(Duration duration) {
    long until = world.nanos + duration.toNanos();
    while (true) {
      long next = world.nextNanos();
      SimulatedWorker first = null;
      for (SimulatedWorker worker : workers) {
        long wake = worker.nextWakeNanos();
        if (wake < next) {
          next = wake;
          first = worker;
        }
      }
      if (next > until) {
        break;
      }
      passTo(next);
      if (first == null) {
        world.run();
      } else {
        first.turn();
      }
    }
    passTo(until);
  }

  private void passTo(long nanos) {
    if (nanos > world.nanos) {
      world.nanos = nanos;
      turnsAtOnce = 0;
    } else if (++turnsAtOnce > MOST_TURNS_AT_ONCE) {
      throw new AssertionError("turn after turn, and time does not pass");
    }
  }

  /** All is well again, and partitions stay: everything must end. */
  private void drain() {
    world.calm = true;
    workers.forEach(SimulatedWorker::resume);
    workers.forEach(
        worker ->
            worker.soon(
                0, () -> worker.post(new CoreEvent.TemplatesChanged(ObservedCore.EVERY_TEMPLATE))));
    release();
    long deadline = world.nanos + LONGEST_DRAIN.toNanos();
    Duration step = SHORTEST_STEP;
    while (!isAllDone()) {
      int open = world.kafka.openRecords();
      read(1_000);
      world.calmTurnNanos = step.toNanos() / 2;
      elapse(step);
      if (world.nanos > deadline) {
        throw Invariant.ONE_FINAL_OUTCOME.violated("still open: %s", world.kafka.open());
      }
      boolean news = world.kafka.openRecords() != open;
      if (!news && step.compareTo(LONGEST_STEP) >= 0) {
        // A campaign may have paused itself.
        release();
      }
      step = news || step.compareTo(LONGEST_STEP) > 0 ? SHORTEST_STEP : step.multipliedBy(2);
    }
    elapse(Duration.ofMinutes(1));
    workers.forEach(SimulatedWorker::checkEmpty);
  }

  private void release() {
    for (String workspaceId : workspaces) {
      control(
          "workspace " + workspaceId,
          workspaceId,
          new CoreEvent.WorkspacePaused(workspaceId, false, Instant.EPOCH));
      for (int i = 0; i < 3; i++) {
        control(
            "campaign " + workspaceId + "/c" + i,
            workspaceId,
            world.traffic.running(workspaceId, "c" + i));
      }
    }
  }

  private boolean isAllDone() {
    if (world.kafka.openRecords() > 0) {
      return false;
    }
    for (SimulatedWorker worker : workers) {
      if (!worker.isIdle()) {
        return false;
      }
    }
    return true;
  }
}
