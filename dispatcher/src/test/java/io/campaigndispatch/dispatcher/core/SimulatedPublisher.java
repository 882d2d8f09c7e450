package io.campaigndispatch.dispatcher.core;

import io.campaigndispatch.dispatcher.journal.SnapshotWriter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/** One process's only writer, as {@code publish} has it: one transaction after the other. */
final class SimulatedPublisher {

  private static final Uuid TOPIC_ID = new Uuid(1, 1);

  private final World world;
  private final SimulatedWorker worker;
  private final SimulatedIntake member;
  private final String transactionalId;
  private final SnapshotWriter snapshots;
  private final ArrayDeque<Write> queue = new ArrayDeque<>();
  private final Map<Integer, Waiting> waiting = new HashMap<>();
  private final Set<Integer> over = new HashSet<>();
  private SimulatedKafka.@Nullable Transaction underWay;

  /** Refused in a generation; ownership first, and what follows it. */
  private record Waiting(long epoch, int refused, List<Write> writes) {}

  /** Kafka has answered it, but its process may not have heard of that yet. */
  private boolean isEnded;

  private boolean gathering;

  SimulatedPublisher(
      World world, SimulatedWorker worker, SimulatedIntake member, String transactionalId) {
    this.world = world;
    this.worker = worker;
    this.member = member;
    this.transactionalId = transactionalId;
    this.snapshots = new SnapshotWriter("group", transactionalId, TOPIC_ID);
  }

  void publish(Write write) {
    queue.add(write);
    begin();
  }

  boolean isIdle() {
    return underWay == null && queue.isEmpty() && waiting.isEmpty();
  }

  /** What is void is told at once, and the answer may publish more: that joins the next one. */
  private void begin() {
    if (underWay != null || gathering) {
      return;
    }
    gathering = true;
    tryAgain();
    SimulatedKafka.Transaction transaction = next();
    gathering = false;
    if (transaction == null) {
      return;
    }
    underWay = transaction;
    isEnded = false;
    world.kafka.begin(transaction);
    int millis = world.calm ? 50 : world.chance.between(5, 150);
    if (!world.calm && world.chance.percent(5)) {
      // One that fails and is tried again takes longer; nothing else comes of it.
      millis = world.chance.below(8_000);
      world.faults.count(Fault.SLOW_TRANSACTION);
    }
    worker.soon(
        millis,
        // The request to commit may be on its way while its process stands still.
        () -> end(transaction),
        world.chance.percent(50));
  }

  /** Ownership alone, in one generation, or everything else before it; null for nothing. */
  private SimulatedKafka.@Nullable Transaction next() {
    int most = world.chance.percent(80) ? Integer.MAX_VALUE : world.chance.between(1, 20);
    boolean claims = queue.peek() instanceof Write.Owned;
    Integer shown = null;
    List<Write> batch = new ArrayList<>();
    while (batch.size() < most
        && !queue.isEmpty()
        && queue.peek() instanceof Write.Owned == claims) {
      Write write = queue.remove();
      Waiting behind = waiting.get(write.partition());
      if (write instanceof Write.Owned(int partition, long epoch, _)) {
        Integer generation = member.generation(partition, epoch);
        if (generation == null) {
          isVoid(partition, List.of(write));
        } else {
          over.remove(partition);
          shown = generation;
          batch.add(write);
        }
      } else if (behind != null) {
        behind.writes().add(write);
      } else if (over.contains(write.partition())) {
        isVoid(write.partition(), List.of(write));
      } else {
        batch.add(write);
      }
    }
    if (batch.isEmpty()) {
      return queue.isEmpty() ? null : next();
    }
    return new SimulatedKafka.Transaction(
        transactionalId, member, shown, batch, chunks(batch), worker.now().millis());
  }

  private List<SimulatedKafka.Chunk> chunks(List<Write> batch) {
    List<SimulatedKafka.Chunk> chunks = new ArrayList<>();
    for (Write write : batch) {
      if (write instanceof Write.Owned(int partition, _, _)) {
        snapshots.forget(partition);
      } else if (write instanceof Write.Snapshot(var state)) {
        int partition = state.partition();
        snapshots.write(
            state,
            onlyReleases(batch, partition),
            (key, value) -> chunks.add(new SimulatedKafka.Chunk(partition, key, value)));
      }
    }
    return chunks;
  }

  // What the group refused

  /** What follows a claim that was refused waits until its process knows the group again. */
  private void tryAgain() {
    List<Write> again = new ArrayList<>();
    for (var entry : List.copyOf(waiting.entrySet())) {
      int partition = entry.getKey();
      Waiting one = entry.getValue();
      Integer generation = member.generation(partition, one.epoch());
      if (generation == null) {
        waiting.remove(partition);
        isVoid(partition, one.writes());
      } else if (generation != one.refused()) {
        waiting.remove(partition);
        again.addAll(one.writes());
      }
    }
    again.reversed().forEach(queue::addFirst);
    if (!waiting.isEmpty()) {
      worker.soon(20, this::begin);
    }
  }

  private void isVoid(int partition, List<Write> writes) {
    over.add(partition);
    world.faults.count(Fault.WRITES_VOID);
    worker.post(new CoreEvent.OwnershipRefused(partition, writes));
  }

  private void refused(SimulatedKafka.Transaction transaction) {
    for (Write write : transaction.writes()) {
      if (write instanceof Write.Owned(int partition, long epoch, _)) {
        waiting.put(
            partition,
            new Waiting(
                epoch,
                Objects.requireNonNull(transaction.generation()),
                new ArrayList<>(List.of(write))));
      }
    }
    snapshots.aborted();
    underWay = null;
    begin();
  }

  private static boolean onlyReleases(List<Write> batch, int partition) {
    boolean releases = false;
    for (Write write : batch) {
      if (write.partition() == partition) {
        if (write instanceof Write.OfRequest
            || write instanceof Write.Started
            || write instanceof Write.Unstarted
            || write instanceof Write.Returned) {
          return false;
        }
        releases |= write instanceof Write.Released;
      }
    }
    return releases;
  }

  /** Kafka commits or refuses; what that means, its process learns when it runs. */
  private void end(SimulatedKafka.Transaction transaction) {
    isEnded = true;
    if (!world.kafka.isProven(transaction)) {
      world.faults.count(Fault.OWNERSHIP_REFUSED);
      world.kafka.abort(transaction);
      worker.soon(0, () -> refused(transaction));
      return;
    }
    SimulatedKafka.Committed committed = world.kafka.commit(transaction);
    worker.soon(
        0,
        () -> {
          if (committed == null) {
            worker.ends();
            return;
          }
          snapshots.committed();
          underWay = null;
          worker.post(
              new CoreEvent.Written(transaction.writes(), committed.ends(), committed.places()));
          begin();
        });
  }

  /** Its process was killed: what was under way was committed just before, or never will be. */
  void killed() {
    if (underWay != null && !isEnded) {
      if (world.chance.percent(50) && world.kafka.isProven(underWay)) {
        world.faults.count(Fault.CRASH_TRANSACTION_COMMITTED);
        var _ = world.kafka.commit(underWay);
      } else {
        world.faults.count(Fault.CRASH_TRANSACTION_ABORTED);
        world.kafka.abort(underWay);
      }
    }
  }
}
