package io.campaigndispatch.dispatcher.journal;

import io.campaigndispatch.dispatcher.core.Delayed;
import io.campaigndispatch.dispatcher.index.OffsetQueue;
import io.campaigndispatch.dispatcher.index.OffsetSet;
import io.campaigndispatch.model.send.Priority;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What waits in the delay topic, spread over chunks of some 128 KiB: by the hour in which it is due
 * and by ranges of offsets, so that most chunks stay as they are while time passes.
 */
final class DelayedChunks {

  static final int MOST = 256;

  private static final long AVERAGE_BYTES = 128 << 10;

  /** Offsets that a slice of a large hour spans: at most 128 KiB or so. */
  private static final int SLICE_BITS = 16;

  private static final int COUNTS_BYTES = 24;

  private record Slice(Priority priority, long hour, OffsetQueue offsets) {}

  private static final Comparator<Slice> IN_ORDER =
      Comparator.comparing(Slice::priority)
          .thenComparingLong(Slice::hour)
          .thenComparingLong(slice -> slice.offsets().first());

  private DelayedChunks() {}

  /** None when nothing waits. */
  static List<byte[]> spread(Delayed delayed) {
    List<Slice> slices = slices(delayed);
    Map<String, long[]> waiting = new TreeMap<>(delayed.waiting());
    waiting.values().removeIf(DelayedChunks::isNothing);
    if (slices.isEmpty()) {
      return List.of();
    }
    long bytes = COUNTS_BYTES * (long) waiting.size();
    for (Slice slice : slices) {
      bytes += slice.offsets().encodedSize();
    }
    int count = 1;
    while (count < MOST && count * AVERAGE_BYTES < bytes) {
      count *= 2;
    }
    List<List<Slice>> slicesOf = new ArrayList<>();
    List<Map<String, long[]>> waitingOf = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      slicesOf.add(new ArrayList<>());
      waitingOf.add(new TreeMap<>());
    }
    for (Slice slice : slices) {
      long range = slice.offsets().first() >> SLICE_BITS;
      slicesOf.get(pick(count, 31 * range + slice.hour())).add(slice);
    }
    waiting.forEach(
        (id, counts) -> waitingOf.get(pick(waitingOf.size(), id.hashCode())).put(id, counts));
    List<byte[]> chunks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      chunks.add(encode(slicesOf.get(i), waitingOf.get(i)));
    }
    return chunks;
  }

  private static boolean isNothing(long[] counts) {
    for (long one : counts) {
      if (one != 0) {
        return false;
      }
    }
    return true;
  }

  private static int pick(int chunks, long of) {
    return (int) ((of * 0x9E3779B97F4A7C15L) >>> 32) & (chunks - 1);
  }

  private static List<Slice> slices(Delayed delayed) {
    List<Slice> slices = new ArrayList<>();
    delayed
        .hours()
        .forEach(
            (priority, hours) ->
                hours.forEach(
                    (hour, offsets) -> {
                      for (OffsetQueue part : offsets.split(SLICE_BITS)) {
                        slices.add(new Slice(priority, hour, part));
                      }
                    }));
    slices.sort(IN_ORDER);
    return slices;
  }

  private static byte[] encode(List<Slice> slices, Map<String, long[]> waiting) {
    ChunkOutput output = new ChunkOutput();
    output.count(slices.size());
    for (Slice slice : slices) {
      output.count(OpenChunk.codeOf(slice.priority()));
      output.number(slice.hour());
      output.offsets(slice.offsets());
    }
    output.count(waiting.size());
    waiting.forEach(
        (id, counts) -> {
          output.text(id);
          for (Priority priority : Priority.values()) {
            output.number(counts[priority.ordinal()]);
          }
        });
    return output.bytes();
  }

  static byte[] encodeFrontier(Delayed delayed) {
    ChunkOutput output = new ChunkOutput();
    output.number(delayed.frontier());
    return output.bytes();
  }

  /** Put together again from its chunks, in whichever order. */
  static final class Joined {
    private final Map<Priority, Map<Long, List<OffsetQueue>>> slices =
        new EnumMap<>(Priority.class);
    private final Map<String, long[]> waiting = new HashMap<>();
    private @Nullable Long frontier;

    void addFrontier(byte[] chunk) {
      frontier = new ChunkInput(chunk).number();
    }

    void add(byte[] chunk) {
      ChunkInput input = new ChunkInput(chunk);
      for (int left = input.count(); left > 0; left--) {
        Priority priority = OpenChunk.priorityOf(input.unsigned());
        slices
            .computeIfAbsent(priority, _ -> new TreeMap<>())
            .computeIfAbsent(input.number(), _ -> new ArrayList<>())
            .add(input.offsets());
      }
      for (int left = input.count(); left > 0; left--) {
        String id = input.text();
        long[] counts = new long[Priority.values().length];
        for (Priority priority : Priority.values()) {
          counts[priority.ordinal()] = input.number();
        }
        waiting.put(id, counts);
      }
    }

    Delayed delayed() {
      if (frontier == null) {
        return Delayed.none();
      }
      Map<Priority, Map<Long, OffsetQueue>> hours = new EnumMap<>(Priority.class);
      slices.forEach(
          (priority, ofPriority) -> {
            Map<Long, OffsetQueue> joined = new TreeMap<>();
            ofPriority.forEach((hour, parts) -> joined.put(hour, joined(parts)));
            hours.put(priority, joined);
          });
      return new Delayed(frontier, hours, waiting, new OffsetSet());
    }

    private static OffsetQueue joined(List<OffsetQueue> parts) {
      parts.sort((one, other) -> Long.compare(one.first(), other.first()));
      OffsetQueue all = new OffsetQueue();
      parts.forEach(all::addAll);
      return all;
    }
  }
}
