package io.campaigndispatch.dispatcher.core;

import io.campaigndispatch.dispatcher.flow.Flow;
import io.campaigndispatch.dispatcher.flow.ReadAhead;
import io.campaigndispatch.dispatcher.flow.WorkspaceQueue;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/**
 * Which part of the backlog is in memory, and that it stays within bounds: begins passes that are
 * due, makes room, slows and stops reading. Owned by the core thread.
 */
final class Windows {

  private static final int FEWEST_PER_PASS = 64;
  private static final long BREATH_NANOS = Duration.ofMillis(10).toNanos();
  private static final long SHARE_EVERY_NANOS = Duration.ofMillis(200).toNanos();
  private static final long PAUSE_NANOS = Duration.ofMillis(500).toNanos();

  private final Calls calls;
  private final Results results;
  private final Memory memory;
  private final ReadAhead readAhead;
  private final List<Effect> effects;
  private final ReadingPace pace;
  private long sharedNanos;
  private long shrinkAgainNanos;
  private boolean readingPaused;

  Windows(
      Calls calls,
      Results results,
      Memory memory,
      ReadAhead readAhead,
      List<Effect> effects,
      Now now) {
    this.calls = calls;
    this.results = results;
    this.memory = memory;
    this.readAhead = readAhead;
    this.effects = effects;
    this.sharedNanos = now.nanos();
    this.shrinkAgainNanos = now.nanos();
    this.pace = new ReadingPace(now.nanos());
  }

  /** A record was read for the first time; it stays in memory or is left in the log. */
  void read(boolean stays) {
    pace.read(stays);
  }

  /**
   * @param load of the machine's processors, 0 to 1
   */
  void processorLoad(double load) {
    pace.adjust(load, calls.takeStarted());
  }

  /**
   * Begins passes that are due, makes room, stops reading when there is none.
   *
   * @return when it has something to do even if nothing happens; monotonic nanoseconds
   */
  long advance(Collection<PartitionState> partitions, Now now) {
    if (memory.isFull() && now.nanos() >= shrinkAgainNanos) {
      long before = memory.held();
      shrink(partitions);
      boolean fruitless = before - memory.held() < memory.limit() / 16;
      shrinkAgainNanos = now.nanos() + (fruitless ? PAUSE_NANOS : BREATH_NANOS);
    }
    if (now.nanos() - sharedNanos >= SHARE_EVERY_NANOS) {
      sharedNanos = now.nanos();
      // Three quarters of the part of memory that what waits may fill.
      readAhead.share(memory.recordsIn(memory.limit() * 3 / 8));
    }
    pace.advance(now.nanos());
    steerReading(now);
    long next = pace.nextNanos(now.nanos());
    for (PartitionState partition : partitions) {
      long due =
          partition.isEnding() ? Long.MAX_VALUE : partition.hungry().dueNanos(memory.isTight());
      if (due > now.nanos()) {
        next = Math.min(next, due);
      } else if (memory.isExhausted() || results.isFull()) {
        next = Math.min(next, now.nanos() + BREATH_NANOS);
      } else {
        begin(partition, now);
      }
    }
    return next;
  }

  private void begin(PartitionState partition, Now now) {
    int most = (int) Math.clamp(memory.room(), FEWEST_PER_PASS, Integer.MAX_VALUE);
    Pass pass = partition.hungry().begin(most, memory.isTight(), now.nanos());
    if (pass != null) {
      pass.reserve(memory);
      effects.add(
          new Effect.Reread(
              partition.partition(), partition.epoch(), pass.number(), pass.offsets()));
    }
  }

  /** What flows hold beyond an equal share of half the memory goes back to the log. */
  private void shrink(Collection<PartitionState> partitions) {
    long flows = 0;
    for (PartitionState partition : partitions) {
      for (WorkspaceQueue queue : partition.queues()) {
        flows += queue.flows().filter(flow -> flow.inMemory() > 0).count();
      }
    }
    long share = memory.recordsIn(memory.limit() / 2) / Math.max(1, flows);
    for (PartitionState partition : partitions) {
      for (WorkspaceQueue queue : partition.queues()) {
        queue
            .flows()
            .filter(flow -> flow.inMemory() > Math.max(1, share))
            .toList()
            .forEach(
                flow ->
                    shrink(
                        partition,
                        queue,
                        flow,
                        (int) Math.max(Math.max(1, share), flow.leastAhead())));
      }
    }
  }

  private static void shrink(PartitionState partition, WorkspaceQueue queue, Flow flow, int keep) {
    long[] offsets =
        queue.shrink(
            flow,
            keep,
            (offset, requests) -> {
              OpenRecord record = partition.record(offset);
              return record != null && record.isAll(requests);
            });
    for (long offset : offsets) {
      OpenRecord record = partition.record(offset);
      if (record != null) {
        record.leave();
        partition.letGo(record);
      }
    }
  }

  private void steerReading(Now now) {
    boolean pause =
        (readingPaused ? memory.isFull() : memory.isExhausted())
            || results.isFull()
            || pace.isPausing(now.nanos());
    if (pause != readingPaused) {
      readingPaused = pause;
      effects.add(new Effect.Reading(!pause));
    }
  }
}
