package io.campaigndispatch.dispatcher.core;

import io.campaigndispatch.dispatcher.index.OffsetQueue;
import io.campaigndispatch.dispatcher.index.OffsetSet;
import io.campaigndispatch.model.send.Priority;
import java.util.Map;

/**
 * What is known of a partition's requests in the delay topic without reading it.
 *
 * @param frontier everything below it is known
 * @param hours open offsets by the hour in which they are due (from 1970)
 * @param waiting how many a workspace has, by priority in the enum's order
 * @param returned offsets at or beyond the frontier that have returned already
 */
public record Delayed(
    long frontier,
    Map<Priority, Map<Long, OffsetQueue>> hours,
    Map<String, long[]> waiting,
    OffsetSet returned) {

  public Delayed {
    hours = Map.copyOf(hours);
    waiting = Map.copyOf(waiting);
  }

  /** Nothing was ever parked, or all of the log is to be read. */
  public static Delayed none() {
    return new Delayed(0, Map.of(), Map.of(), new OffsetSet());
  }

  /** What it takes to write, about. */
  public long bytes() {
    long bytes = 24L * waiting.size();
    for (Map<Long, OffsetQueue> ofPriority : hours.values()) {
      for (OffsetQueue offsets : ofPriority.values()) {
        bytes += offsets.encodedSize();
      }
    }
    return bytes;
  }
}
