package io.campaigndispatch.dispatcher.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.dispatcher.index.OpenOffsets;
import io.campaigndispatch.dispatcher.index.Position;
import io.campaigndispatch.dispatcher.index.RawRecord;
import io.campaigndispatch.dispatcher.index.Recovered;
import io.campaigndispatch.dispatcher.template.TemplateGate;
import io.campaigndispatch.dispatcher.template.TemplateRegistry;
import io.campaigndispatch.dispatcher.template.UnlistedPolicy;
import io.campaigndispatch.dispatcher.vendor.Verdict;
import io.campaigndispatch.model.outcome.Outcome;
import io.campaigndispatch.model.outcome.Status;
import io.campaigndispatch.model.outcome.VendorIds;
import io.campaigndispatch.model.send.SendRequest;
import io.campaigndispatch.model.wire.Decoded;
import io.campaigndispatch.model.workspace.Directory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** A core in virtual time, whose effects are kept until the test asks for them. */
final class CoreHarness {

  static final Verdict ACCEPTED = new Verdict.Accepted(VendorIds.NONE);

  final DispatchCore core;
  final Homes homes;
  final List<Write.OfRequest> published = new ArrayList<>();

  /** Ownership, calls, snapshots: written at once. */
  final List<Write> control = new ArrayList<>();

  final List<Effect.Reread> rereads = new ArrayList<>();
  final List<Long> questions = new ArrayList<>();
  final List<Effect.Lost> lost = new ArrayList<>();
  final List<Effect.LostUnread> lostUnread = new ArrayList<>();
  final List<Effect.Commit> commits = new ArrayList<>();
  final List<Effect.BreakerMoved> breakers = new ArrayList<>();
  final List<Effect.Reading> readings = new ArrayList<>();
  final List<Effect.Released> released = new ArrayList<>();
  final List<Effect.DeleteDelayed> deletions = new ArrayList<>();
  final List<Effect.LostDelayed> lostDelayed = new ArrayList<>();

  private final List<Effect.Call> calls = new ArrayList<>();
  private final List<Write> unwritten = new ArrayList<>();
  private final Map<Position, CoreEvent.ReadRecord> log = new HashMap<>();

  /** Where requests were parked, by delay offset. */
  final TreeMap<Long, Write.Parked> parked = new TreeMap<>();

  private final Map<Long, Long> writtenMillis = new HashMap<>();

  final List<Write.Returned> returned = new ArrayList<>();
  final List<Write.Kept> kept = new ArrayList<>();
  private final Map<Integer, Long> ends = new HashMap<>();
  private final Map<Integer, Long> journalEnds = new HashMap<>();
  private final Map<Integer, Long> epochs = new HashMap<>();
  private final List<Effect.Reread> held = new ArrayList<>();
  private final List<Write> heldMarkers = new ArrayList<>();
  private boolean markersHeld;
  private boolean rereadsHeld;
  private boolean unconfirmed;
  private long lastEpoch;
  private long nanos;
  private long millisAhead;
  private final WallClock wall = new WallClock(new Now(0, Samples.BEGINNING_MILLIS));

  /** Bytes that were held in memory at once. */
  long mostHeld;

  CoreHarness(Directory directory) {
    this(directory, new CoreSettings(1, 64 << 20, 200_000, 10_000));
  }

  CoreHarness(Directory directory, CoreSettings settings) {
    homes = new Homes(settings.homePartitions());
    core =
        new DispatchCore(
            settings,
            directory,
            _ -> new ScriptedVendor(),
            new TemplateGate(TemplateRegistry.of(Directory.EMPTY), UnlistedPolicy.PASS),
            new SplittableRandom(1),
            now());
  }

  /** Every partition is open from its first offset. */
  static CoreHarness reading(Directory directory) {
    CoreHarness harness = new CoreHarness(directory);
    harness.open(0);
    return harness;
  }

  Now now() {
    return wall.at(new Now(nanos, Samples.BEGINNING_MILLIS + millisAhead + nanos / 1_000_000));
  }

  /** The wall clock is set to another time. */
  void stepClock(Duration by) {
    millisAhead += by.toMillis();
    step();
  }

  void open(int partition) {
    open(partition, new Recovered(new OpenOffsets.Resume(0, 0)));
  }

  void open(int partition, Recovered recovered) {
    long epoch = ++lastEpoch;
    epochs.put(partition, epoch);
    ends.putIfAbsent(partition, recovered.resume().offset());
    handle(
        new CoreEvent.PartitionOpened(
            partition, epoch, Restored.of(Takeover.of(recovered), 0, 0, Samples.ids(200_000))));
  }

  void open(int partition, Restored restored) {
    long epoch = ++lastEpoch;
    epochs.put(partition, epoch);
    ends.put(partition, Math.max(ends.getOrDefault(partition, 0L), restored.frontier()));
    handle(new CoreEvent.PartitionOpened(partition, epoch, restored));
  }

  long epoch(int partition) {
    return epochs.getOrDefault(partition, 0L);
  }

  /** Reads a request at the end of its home's log; returns its offset. */
  long read(RequestSample sample) {
    return read(sample.workspaceId(), new Decoded.Valid(sample.build(), 0));
  }

  long read(String key, Decoded decoded) {
    int partition = homes.of(key);
    long offset = ends.getOrDefault(partition, 0L);
    ends.put(partition, offset + 1);
    read(partition, raw(partition, offset, key), decoded);
    return offset;
  }

  /** Puts a record into the log without reading it. */
  void write(int partition, RawRecord raw, Decoded decoded) {
    log.put(Position.whole(partition, raw.offset()), new CoreEvent.ReadRecord(raw, decoded));
  }

  void read(int partition, RawRecord raw, Decoded decoded) {
    write(partition, raw, decoded);
    handle(
        new CoreEvent.RecordsRead(
            partition,
            epoch(partition),
            List.of(new CoreEvent.ReadRecord(raw, decoded)),
            raw.offset() + 1));
  }

  /** A record that was written just now. */
  RawRecord raw(int partition, long offset, String key) {
    return Samples.raw(partition, offset, key, now().millis(), new RecordHeaders());
  }

  void handle(CoreEvent event) {
    core.handle(event, now());
    step();
  }

  void revoke(int partition) {
    handle(new CoreEvent.PartitionRevoked(partition, epoch(partition)));
  }

  void lose(int partition) {
    handle(new CoreEvent.PartitionLost(partition, epoch(partition)));
  }

  void step() {
    core.advance(now());
    mostHeld = Math.max(mostHeld, core.heldBytes());
    List<CoreEvent> answers = new ArrayList<>();
    for (Effect effect : core.drain()) {
      switch (effect) {
        case Effect.Call call -> calls.add(call);
        case Effect.Publish(Write.OfRequest write) -> {
          published.add(write);
          unwritten.add(write);
        }
        case Effect.Publish(Write.Kept write) -> {
          kept.add(write);
          unwritten.add(write);
        }
        case Effect.Publish(Write.Returned write) -> {
          returned.add(write);
          unwritten.add(write);
        }
        case Effect.Publish(var write)
            when markersHeld
                && (write instanceof Write.Started || write instanceof Write.Unstarted) -> {
          control.add(write);
          heldMarkers.add(write);
        }
        case Effect.Publish(var write) -> {
          control.add(write);
          answers.add(new CoreEvent.Written(List.of(write), Map.of()));
        }
        case Effect.Reread reread -> {
          rereads.add(reread);
          if (rereadsHeld) {
            held.add(reread);
          } else {
            answers.add(answer(reread));
          }
        }
        case Effect.ScanDelayed scan ->
            answers.add(
                new CoreEvent.DelayedScanned(
                    scan.partition(),
                    scan.epoch(),
                    delayed(new ArrayList<>(parked.subMap(scan.from(), scan.to()).keySet())),
                    scan.to()));
        case Effect.RereadDelayed reread ->
            answers.add(
                new CoreEvent.DelayedReread(
                    reread.partition(),
                    reread.epoch(),
                    reread.pass(),
                    delayed(reread.offsets()),
                    reread.offsets().getLast() + 1));
        case Effect.DeleteDelayed deleted -> deletions.add(deleted);
        case Effect.LostDelayed one -> lostDelayed.add(one);
        case Effect.ConfirmMembership asked -> {
          questions.add(asked.question());
          if (!unconfirmed) {
            answers.add(new CoreEvent.MembershipConfirmed(asked.question()));
          }
        }
        case Effect.Lost one -> lost.add(one);
        case Effect.LostUnread one -> lostUnread.add(one);
        case Effect.Commit commit -> commits.add(commit);
        case Effect.BreakerMoved moved -> breakers.add(moved);
        case Effect.Reading reading -> readings.add(reading);
        case Effect.Released one -> released.add(one);
      }
    }
    assertThat(core.snapshot().unaccounted()).isZero();
    answers.forEach(this::handle);
  }

  /** Takes a record out of the log, as retention would. */
  void delete(int partition, long offset) {
    log.remove(Position.whole(partition, offset));
  }

  /** The same log as another worker's. */
  void knows(CoreHarness other) {
    log.putAll(other.log);
    other.ends.forEach(ends::put);
  }

  /** What has come back from the delay topic is read at the end of its log. */
  private void readReturned(Write write) {
    if (write instanceof Write.Returned(int partition, var delayed, boolean recalled)) {
      Write.Parked before = Objects.requireNonNull(parked.remove(delayed.offset()));
      CoreEvent.ReadRecord first =
          Objects.requireNonNull(log.get(Position.whole(partition, before.position().offset())));
      long offset = ends.merge(partition, 1L, Long::sum) - 1;
      RawRecord raw =
          new RawRecord(
              Samples.TOPIC,
              partition,
              offset,
              now().millis(),
              delayed.key(),
              delayed.value(),
              Samples.returned(delayed, recalled));
      read(partition, raw, first.decoded());
    }
  }

  /** The delay topic's records, as far as they were not deleted. */
  private List<RawRecord> delayed(List<Long> offsets) {
    List<RawRecord> records = new ArrayList<>();
    for (long offset : offsets) {
      Write.Parked write = parked.get(offset);
      if (write != null) {
        records.add(
            Samples.delayed(write, offset, writtenMillis.getOrDefault(offset, now().millis())));
      }
    }
    return records;
  }

  private CoreEvent answer(Effect.Reread reread) {
    List<CoreEvent.ReadRecord> records = new ArrayList<>();
    for (long offset : new TreeSet<>(reread.offsets())) {
      CoreEvent.ReadRecord record = log.get(Position.whole(reread.partition(), offset));
      if (record != null) {
        records.add(record);
      }
    }
    return new CoreEvent.RecordsReread(
        reread.partition(), reread.epoch(), reread.pass(), records, reread.offsets().getLast() + 1);
  }

  /** Time passes while the core does not run. */
  void leap(Duration duration) {
    nanos += duration.toNanos();
    step();
  }

  /** The group does not answer. */
  void leaveUnconfirmed() {
    unconfirmed = true;
  }

  /** What the journal is to show of calls to come is not written until it is let go. */
  void holdMarkers() {
    markersHeld = true;
  }

  /** Writes what is held so far. */
  void writeMarkers() {
    List<Write> writes = List.copyOf(heldMarkers);
    heldMarkers.clear();
    handle(new CoreEvent.Written(writes, Map.of()));
  }

  /** Writes the first of what is held. */
  void writeOnly(Write held) {
    assertThat(heldMarkers.removeFirst()).isEqualTo(held);
    handle(new CoreEvent.Written(List.of(held), Map.of()));
  }

  /** Every marker, in order. */
  List<Write.Started> started() {
    return control.stream()
        .filter(Write.Started.class::isInstance)
        .map(Write.Started.class::cast)
        .toList();
  }

  /** Offsets whose markers were taken back. */
  List<Long> unstarted() {
    return control.stream()
        .filter(Write.Unstarted.class::isInstance)
        .map(write -> ((Write.Unstarted) write).position().offset())
        .toList();
  }

  void holdRereads() {
    rereadsHeld = true;
  }

  void letRereadsGo() {
    rereadsHeld = false;
    held.forEach(reread -> handle(answer(reread)));
    held.clear();
  }

  /** Lets time pass; whatever is due in it happens when it is due. */
  void elapse(Duration duration) {
    long until = nanos + duration.toNanos();
    while (core.nextWakeNanos() <= until) {
      nanos = Math.max(nanos, core.nextWakeNanos());
      step();
    }
    nanos = until;
    step();
  }

  /** The calls under way, the oldest first. */
  List<Effect.Call> calls() {
    return List.copyOf(calls);
  }

  /** Ids of the requests under way. */
  List<String> inFlight() {
    return calls.stream().flatMap(c -> c.requests().stream()).map(SendRequest::requestId).toList();
  }

  Effect.Call onlyCall() {
    assertThat(calls).hasSize(1);
    return calls.getFirst();
  }

  /** Answers a call with one verdict for each of its requests. */
  void reply(Effect.Call call, Verdict verdict) {
    reply(call, Collections.nCopies(call.requests().size(), verdict));
  }

  void reply(Effect.Call call, List<Verdict> verdicts) {
    assertThat(calls.remove(call)).isTrue();
    handle(new CoreEvent.Replied(call.callId(), verdicts, 5_000_000));
  }

  void acceptAll() {
    while (!calls.isEmpty()) {
      reply(calls.getFirst(), ACCEPTED);
    }
  }

  /** Accepts every call for a while, step by step; returns the ids in the order of their calls. */
  List<String> sendFor(Duration step, Duration time) {
    List<String> sent = new ArrayList<>();
    for (long steps = time.dividedBy(step); steps > 0; steps--) {
      while (!calls.isEmpty()) {
        sent.add(inFlight().getFirst());
        reply(calls.getFirst(), ACCEPTED);
      }
      commitWrites();
      elapse(step);
    }
    return sent;
  }

  /** Commits everything that waits to be written, in one transaction. */
  void commitWrites() {
    List<Write> writes = List.copyOf(unwritten);
    unwritten.clear();
    Map<Integer, Long> ended = new HashMap<>();
    Map<Write, Long> places = new IdentityHashMap<>();
    for (Write write : writes) {
      if (write instanceof Write.Returned) {
        places.put(write, ends.getOrDefault(write.partition(), 0L));
      }
      if (write instanceof Write.Kept one) {
        long offset = parked.lastKey() + 1;
        parked.put(offset, Objects.requireNonNull(parked.remove(one.delayOffset())));
        writtenMillis.put(offset, now().millis());
        places.put(write, offset);
      }
      if (write instanceof Write.Parked one) {
        long offset = parked.isEmpty() ? 0 : parked.lastKey() + 1;
        parked.put(offset, one);
        writtenMillis.put(offset, now().millis());
        places.put(write, offset);
      }
      int partition = write.partition();
      ended.computeIfAbsent(partition, p -> journalEnds.merge(p, 1L, Long::sum));
    }
    handle(new CoreEvent.Written(writes, ended, places));
    writes.forEach(this::readReturned);
  }

  List<Outcome> outcomes() {
    List<Outcome> outcomes = new ArrayList<>();
    for (Write.OfRequest write : published) {
      switch (write) {
        case Write.Final(_, _, var outcome, _) -> outcomes.add(outcome);
        case Write.Retrying(_, _, var outcome, _) -> outcomes.add(outcome);
        case Write.Parked(_, _, var outcome, _) -> outcomes.add(outcome);
        case Write.Moved _, Write.Unreadable _ -> {}
      }
    }
    return outcomes;
  }

  List<Status> statuses() {
    return outcomes().stream().map(Outcome::status).toList();
  }

  Outcome onlyOutcome() {
    assertThat(outcomes()).hasSize(1);
    return outcomes().getFirst();
  }

  static Recovered recovered(long offset, Position... done) {
    Recovered recovered = new Recovered(new OpenOffsets.Resume(offset, 0));
    for (Position position : done) {
      recovered.done(position);
    }
    return recovered;
  }
}
