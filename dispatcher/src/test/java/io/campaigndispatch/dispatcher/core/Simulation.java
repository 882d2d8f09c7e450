package io.campaigndispatch.dispatcher.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.dispatcher.flow.Timers;
import io.campaigndispatch.dispatcher.index.OpenOffsets;
import io.campaigndispatch.dispatcher.index.RawRecord;
import io.campaigndispatch.dispatcher.template.TemplateGate;
import io.campaigndispatch.dispatcher.template.TemplateRegistry;
import io.campaigndispatch.dispatcher.template.UnlistedPolicy;
import io.campaigndispatch.dispatcher.vendor.Verdict;
import io.campaigndispatch.model.wire.Decoded;
import io.campaigndispatch.model.wire.DispatchHeaders;
import io.campaigndispatch.model.workspace.Directory;
import io.campaigndispatch.model.workspace.Workspace;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * One random history of a core and everything around it, in virtual time: arrivals, replies,
 * transactions, partitions that come and go, crashes. The same seed gives the same history.
 */
final class Simulation {

  private static final int EVENTS = 260;
  private static final Duration LONGEST_DRAIN = Duration.ofHours(4);
  private static final byte[] SMALL = new byte[300];
  private static final byte[] LARGE = new byte[180_000];

  /** What stands between the core and its surroundings; only to break it. */
  interface Between {
    default Directory told(Directory directory) {
      return directory;
    }

    default List<Effect> done(List<Effect> effects) {
      return effects;
    }

    default void beforeTakeover(SimulatedKafka kafka, int partition) {}
  }

  private enum Place {
    FREE,
    OPENING,
    OPEN,
    ENDING
  }

  private final SplittableRandom random;
  private final RandomTraffic traffic;
  private final Between between;
  private final Directory directory;
  private final List<String> workspaces;
  private final CoreSettings settings;
  private final Homes homes;
  private final SimulatedKafka kafka;
  private final CallChecks checks;
  private final Timers surroundings = new Timers();
  private final Map<Integer, Place> places = new HashMap<>();
  private final Map<Integer, Long> epochs = new HashMap<>();
  private final Map<Integer, Long> positions = new HashMap<>();
  private final Set<Integer> pausedReading = new HashSet<>();
  private final ArrayDeque<Write> unwritten = new ArrayDeque<>();

  private DispatchCore core;
  private long nanos;
  private int incarnation;
  private long lastEpoch;
  private boolean transactionUnderWay;
  private boolean calm;

  Simulation(long seed, Between between) {
    this.random = new SplittableRandom(seed);
    this.traffic = new RandomTraffic(random);
    this.between = between;
    this.directory = traffic.directory();
    this.workspaces = List.copyOf(directory.workspaces().keySet().stream().sorted().toList());
    this.settings = new CoreSettings(random.nextInt(1, 5), 1 << 20, 200_000, random.nextInt(1, 60));
    this.homes = new Homes(settings.homePartitions());
    this.kafka = new SimulatedKafka(settings.homePartitions());
    this.checks = new CallChecks(directory);
    // System.nanoTime may be negative.
    this.nanos = random.nextLong(-1_000_000_000_000L, 1_000_000_000_000L);
    this.core = newCore();
  }

  void run() {
    for (int partition = 0; partition < settings.homePartitions(); partition++) {
      places.put(partition, Place.FREE);
      open(partition);
    }
    for (int i = 0; i < EVENTS; i++) {
      event();
    }
    drain();
  }

  private void event() {
    int kind = random.nextInt(1_000);
    int partition = random.nextInt(settings.homePartitions());
    if (kind < 380) {
      arrive();
    } else if (kind < 640) {
      read(partition);
    } else if (kind < 860) {
      elapse(Duration.ofMillis(random.nextInt(500)));
    } else if (kind < 900) {
      elapse(Duration.ofMillis(random.nextInt(20_000)));
    } else if (kind < 925) {
      revoke(partition);
    } else if (kind < 945) {
      lose(partition);
    } else if (kind < 955) {
      crash();
    } else {
      open(partition);
    }
  }

  // Arrivals and reading

  private void arrive() {
    int count = random.nextInt(1, 5);
    for (int i = 0; i < count; i++) {
      String workspaceId =
          traffic.chance(3) ? "nobody" : workspaces.get(random.nextInt(workspaces.size()));
      int partition =
          traffic.chance(8) ? random.nextInt(settings.homePartitions()) : homes.of(workspaceId);
      Headers headers = new RecordHeaders();
      if (traffic.chance(2)) {
        headers.add(DispatchHeaders.REPLAY, utf8("1"));
      }
      if (traffic.chance(2)) {
        for (int move = 0; move < 3; move++) {
          headers.add(DispatchHeaders.MOVED_FROM, utf8(Samples.TOPIC + "-0@0"));
        }
      }
      String key = traffic.chance(2) ? "somebody" : workspaceId;
      append(partition, key, now().millis(), headers, traffic.decoded(workspaceId, now()));
    }
  }

  private void append(int partition, String key, long timestamp, Headers headers, Decoded decoded) {
    RawRecord raw =
        new RawRecord(
            Samples.TOPIC,
            partition,
            kafka.end(partition),
            timestamp,
            utf8(key),
            traffic.chance(5) ? LARGE : SMALL,
            headers);
    noteExpiry(decoded, timestamp);
    kafka.append(
        new SimulatedKafka.Logged(raw, decoded), traffic.chance(20) ? random.nextInt(4) : 0);
  }

  private void noteExpiry(Decoded decoded, long timestamp) {
    switch (decoded) {
      case Decoded.FannedOut(_, var entries) ->
          entries.forEach(entry -> noteExpiry(entry, timestamp));
      case Decoded.Invalid _ -> {}
      case Decoded.Valid(var request, _) -> {
        Workspace workspace = directory.workspace(request.workspaceId());
        if (workspace != null) {
          Instant at = Instant.ofEpochMilli(timestamp).plus(workspace.expiresAfter());
          checks.expires(workspace.id(), request.requestId(), at);
        }
      }
    }
  }

  private void read(int partition) {
    if (places.get(partition) != Place.OPEN || pausedReading.contains(partition)) {
      return;
    }
    long from = positions.getOrDefault(partition, 0L);
    long to = Math.min(kafka.end(partition), from + random.nextInt(1, 30));
    if (to > from) {
      positions.put(partition, to);
      List<CoreEvent.ReadRecord> records =
          kafka.read(partition, from, to).stream()
              .map(logged -> new CoreEvent.ReadRecord(logged.raw(), logged.decoded()))
              .toList();
      handle(new CoreEvent.RecordsRead(partition, epoch(partition), records, to));
    }
  }

  private void reread(Effect.Reread asked) {
    int reader = incarnation;
    // Often in two parts.
    long split = asked.offsets().get(random.nextInt(asked.offsets().size()));
    after(
        calm ? 1 : random.nextInt(300),
        () -> {
          if (reader == incarnation && reads(asked)) {
            answer(asked, 0, split);
          }
        });
    after(
        calm ? 2 : 300 + random.nextInt(300),
        () -> {
          if (reader == incarnation && reads(asked)) {
            answer(asked, split, asked.offsets().getLast() + 1);
          }
        });
  }

  private boolean reads(Effect.Reread asked) {
    return places.get(asked.partition()) == Place.OPEN && epoch(asked.partition()) == asked.epoch();
  }

  private void answer(Effect.Reread asked, long from, long to) {
    List<CoreEvent.ReadRecord> records =
        kafka.read(asked.partition(), from, to).stream()
            .filter(logged -> asked.offsets().contains(logged.raw().offset()))
            .map(logged -> new CoreEvent.ReadRecord(logged.raw(), logged.decoded()))
            .toList();
    handle(
        new CoreEvent.RecordsReread(asked.partition(), asked.epoch(), asked.pass(), records, to));
  }

  // Partitions

  private void open(int partition) {
    if (places.get(partition) != Place.FREE) {
      return;
    }
    long epoch = ++lastEpoch;
    int opener = incarnation;
    epochs.put(partition, epoch);
    places.put(partition, Place.OPENING);
    after(
        random.nextInt(200),
        () -> {
          if (opener != incarnation) {
            return;
          }
          boolean wanted = epoch(partition) == epoch && places.get(partition) == Place.OPENING;
          // The reader may not know yet that it is no longer wanted.
          if (wanted || traffic.chance(50)) {
            between.beforeTakeover(kafka, partition);
            Restored restored = kafka.takeOver(partition, settings.duplicatesWindow());
            if (wanted) {
              places.put(partition, Place.OPEN);
              positions.put(partition, restored.readFrom());
              pausedReading.remove(partition);
            }
            handle(new CoreEvent.PartitionOpened(partition, epoch, restored));
          }
        });
  }

  private boolean end(int partition) {
    Place place = places.get(partition);
    if (place != Place.OPEN && place != Place.OPENING) {
      return false;
    }
    places.put(partition, Place.ENDING);
    positions.remove(partition);
    return true;
  }

  private void revoke(int partition) {
    if (end(partition)) {
      handle(new CoreEvent.PartitionRevoked(partition, epoch(partition)));
    }
  }

  private void lose(int partition) {
    if (end(partition)) {
      checks.lost(partition, homes);
      handle(new CoreEvent.PartitionLost(partition, epoch(partition)));
    }
  }

  private void crash() {
    if (transactionUnderWay && traffic.chance(50)) {
      // Its last transaction was committed, and it never heard of that.
      int written = random.nextInt(unwritten.size()) + 1;
      commit(next(written));
    }
    incarnation++;
    transactionUnderWay = false;
    unwritten.clear();
    checks.crashed();
    places.replaceAll((_, _) -> Place.FREE);
    core = newCore();
    for (int partition = 0; partition < settings.homePartitions(); partition++) {
      open(partition);
    }
  }

  // The core and its effects

  private DispatchCore newCore() {
    return new DispatchCore(
        settings,
        between.told(directory),
        _ -> new ScriptedVendor(),
        new TemplateGate(TemplateRegistry.of(Directory.EMPTY), UnlistedPolicy.PASS),
        random.split(),
        now());
  }

  private void handle(CoreEvent event) {
    core.handle(event, now());
    step();
  }

  private void step() {
    core.advance(now());
    for (Effect effect : between.done(core.drain())) {
      switch (effect) {
        case Effect.Call call -> called(call);
        case Effect.Publish(var write) -> unwritten.add(write);
        case Effect.Commit(int partition, var resume) -> kafka.commit(partition, resume);
        case Effect.Reread reread -> reread(reread);
        case Effect.Lost lost -> throw new AssertionError("nothing was deleted: " + lost);
        case Effect.Reading(int partition, boolean on) -> {
          var _ = on ? pausedReading.remove(partition) : pausedReading.add(partition);
        }
        case Effect.Released(int partition, OpenOffsets.Resume resume) -> {
          assertThat(places.put(partition, Place.FREE))
              .as("released, but not about to end: partition %s", partition)
              .isEqualTo(Place.ENDING);
          if (resume != null) {
            kafka.commit(partition, resume);
          }
        }
      }
    }
    beginTransaction();
    assertThat(core.snapshot().unaccounted()).as("unaccounted requests").isZero();
  }

  private void called(Effect.Call call) {
    Set<Integer> owned = new HashSet<>();
    places.forEach(
        (partition, place) -> {
          if (place == Place.OPEN) {
            owned.add(partition);
          }
        });
    checks.called(call, owned, homes, now());
    List<Verdict> verdicts = new ArrayList<>();
    for (int i = 0; i < call.requests().size(); i++) {
      verdicts.add(calm ? CoreHarness.ACCEPTED : traffic.verdict());
    }
    long latency = calm ? 1_000_000 : traffic.latency();
    int caller = incarnation;
    surroundings.at(
        nanos + latency,
        _ -> {
          if (caller == incarnation) {
            checks.replied(call);
            handle(new CoreEvent.Replied(call.callId(), verdicts, latency));
          }
        });
  }

  private void beginTransaction() {
    if (transactionUnderWay || unwritten.isEmpty()) {
      return;
    }
    transactionUnderWay = true;
    int writer = incarnation;
    // A transaction that fails and is tried again takes longer; nothing else comes of it.
    int millis = !calm && traffic.chance(8) ? random.nextInt(8_000) : random.nextInt(10, 200);
    after(
        millis,
        () -> {
          if (writer == incarnation) {
            transactionUnderWay = false;
            List<Write> batch = next(random.nextInt(1, 40));
            handle(new CoreEvent.Written(batch, commit(batch)));
          }
        });
  }

  private List<Write> next(int most) {
    List<Write> batch = new ArrayList<>();
    while (!unwritten.isEmpty() && batch.size() < most) {
      batch.add(unwritten.poll());
    }
    return batch;
  }

  private Map<Integer, Long> commit(List<Write> batch) {
    var journalEnds = kafka.commit(batch);
    for (Write write : batch) {
      if (write instanceof Write.Moved(var position, var raw, _, var workspaceId, int home, _)) {
        var logged = kafka.read(position.partition(), raw.offset(), raw.offset() + 1).getFirst();
        Headers headers = new RecordHeaders(raw.headers().toArray());
        headers.add(DispatchHeaders.MOVED_FROM, utf8(raw.toString()));
        append(home, workspaceId, raw.timestamp(), headers, logged.decoded());
      }
    }
    return journalEnds;
  }

  // Time

  private Now now() {
    return new Now(nanos, Samples.BEGINNING_MILLIS + Math.floorDiv(nanos, 1_000_000));
  }

  private long epoch(int partition) {
    return epochs.getOrDefault(partition, 0L);
  }

  private void after(int millis, Runnable task) {
    surroundings.at(nanos + Duration.ofMillis(millis).toNanos(), _ -> task.run());
  }

  private void elapse(Duration duration) {
    long until = nanos + duration.toNanos();
    long next = Math.min(core.nextWakeNanos(), surroundings.nextNanos());
    while (next <= until) {
      nanos = Math.max(nanos, next);
      surroundings.run(nanos);
      step();
      next = Math.min(core.nextWakeNanos(), surroundings.nextNanos());
    }
    nanos = until;
    step();
  }

  /** Vendors and Kafka are well again, partitions stay: everything must end. */
  private void drain() {
    calm = true;
    long deadline = nanos + LONGEST_DRAIN.toNanos();
    while (!kafka.isAllClosed() || !unwritten.isEmpty() || transactionUnderWay) {
      for (int partition = 0; partition < settings.homePartitions(); partition++) {
        open(partition);
        read(partition);
      }
      elapse(Duration.ofMillis(500));
      assertThat(nanos).as("still open: %s", kafka.open()).isLessThan(deadline);
    }
    kafka.checkDuplicates();
    elapse(Duration.ofMinutes(1));
    CoreSnapshot snapshot = core.snapshot();
    assertThat(snapshot.openRequests()).isZero();
    assertThat(snapshot.unwritten()).isZero();
    assertThat(snapshot.inFlight().values()).allMatch(calls -> calls == 0);
    assertThat(snapshot.workspaces().values()).allMatch(one -> one.inFlight() == 0);
    assertThat(snapshot.workspaces().values())
        .allMatch(one -> one.backlog().values().stream().allMatch(waiting -> waiting == 0));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
