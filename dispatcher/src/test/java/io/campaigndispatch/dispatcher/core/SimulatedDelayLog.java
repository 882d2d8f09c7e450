package io.campaigndispatch.dispatcher.core;

import io.campaigndispatch.dispatcher.index.RawRecord;
import io.campaigndispatch.model.wire.Decoded;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/** One partition of the delay topic: what waits there, and what came back, once each. */
final class SimulatedDelayLog {

  private record Waiting(RawRecord raw, Decoded decoded) {}

  private final World world;
  private final int partition;
  private final NavigableMap<Long, Waiting> open = new TreeMap<>();
  private final NavigableMap<Long, RawRecord> records = new TreeMap<>();
  private long end;

  SimulatedDelayLog(World world, int partition) {
    this.world = world;
    this.partition = partition;
  }

  long end() {
    return end;
  }

  int open() {
    return open.size();
  }

  /** A request is parked; returns its offset. */
  long park(Write.Parked write, Decoded decoded, long millis) {
    world.faults.count(Fault.PARKED);
    long offset = end;
    RawRecord parked = Samples.delayed(write, offset, millis);
    records.put(offset, parked);
    open.put(offset, new Waiting(parked, decoded));
    // Behind a transaction stands its marker.
    end += 2;
    return offset;
  }

  /** A record comes back among the requests. */
  void returns(Write.Returned write, long millis) {
    world.faults.count(write.recalled() ? Fault.RECALLED : Fault.RETURNED);
    Waiting waiting = open.remove(write.delayOffset());
    if (waiting == null) {
      throw Invariant.ONE_FINAL_OUTCOME.violated(
          "delayed request %s of partition %s comes back twice", write.delayOffset(), partition);
    }
    world
        .kafka
        .log(partition)
        .append(
            waiting.raw().key(),
            millis,
            waiting.raw().value(),
            Samples.returned(waiting.raw(), write.recalled()),
            waiting.decoded());
  }

  /** Its owner says that it needs nothing below an offset. */
  void delete(long below) {
    if (!open.isEmpty() && open.firstKey() < below) {
      throw Invariant.ONE_FINAL_OUTCOME.violated(
          "delayed request %s of partition %s waits and is deleted", open.firstKey(), partition);
    }
    records.headMap(below).clear();
  }

  List<RawRecord> read(long from, long to) {
    return from >= to ? List.of() : new ArrayList<>(records.subMap(from, to).values());
  }

  @Override
  public String toString() {
    return "delayed " + partition + ": " + open.keySet();
  }
}
