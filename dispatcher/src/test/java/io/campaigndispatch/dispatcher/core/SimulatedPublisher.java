package io.campaigndispatch.dispatcher.core;

import io.campaigndispatch.dispatcher.journal.SnapshotWriter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
  private SimulatedKafka.@Nullable Transaction underWay;

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
    return underWay == null && queue.isEmpty();
  }

  private void begin() {
    if (underWay != null || queue.isEmpty()) {
      return;
    }
    SimulatedKafka.Transaction transaction = next();
    underWay = transaction;
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

  private SimulatedKafka.Transaction next() {
    int most = world.chance.percent(80) ? Integer.MAX_VALUE : world.chance.between(1, 20);
    List<Write> batch = new ArrayList<>();
    while (!queue.isEmpty() && batch.size() < most) {
      batch.add(queue.poll());
    }
    List<SimulatedKafka.Chunk> chunks = new ArrayList<>();
    for (Write write : batch) {
      if (write instanceof Write.Owned(int partition, _)) {
        snapshots.forget(partition);
      } else if (write instanceof Write.Snapshot(var state)) {
        int partition = state.partition();
        snapshots.write(
            state,
            onlyReleases(batch, partition),
            (key, value) -> chunks.add(new SimulatedKafka.Chunk(partition, key, value)));
      }
    }
    return new SimulatedKafka.Transaction(
        transactionalId, member, batch, chunks, worker.now().millis());
  }

  private static boolean onlyReleases(List<Write> batch, int partition) {
    boolean releases = false;
    for (Write write : batch) {
      if (write.partition() == partition) {
        if (write instanceof Write.OfRequest) {
          return false;
        }
        releases |= write instanceof Write.Released;
      }
    }
    return releases;
  }

  /** Kafka commits or refuses; what that means, its process learns when it runs. */
  private void end(SimulatedKafka.Transaction transaction) {
    Map<Integer, Long> ends = world.kafka.commit(transaction);
    worker.soon(
        0,
        () -> {
          if (ends == null) {
            worker.ends();
            return;
          }
          snapshots.committed();
          underWay = null;
          worker.post(new CoreEvent.Written(transaction.writes(), ends));
          begin();
        });
    ended = transaction;
  }

  private SimulatedKafka.@Nullable Transaction ended;

  /** Its process was killed: what was under way was committed just before, or never will be. */
  void killed() {
    if (underWay != null && !underWay.equals(ended)) {
      if (world.chance.percent(50)) {
        world.faults.count(Fault.CRASH_TRANSACTION_COMMITTED);
        var _ = world.kafka.commit(underWay);
      } else {
        world.faults.count(Fault.CRASH_TRANSACTION_ABORTED);
        world.kafka.abort(underWay);
      }
    }
  }
}
