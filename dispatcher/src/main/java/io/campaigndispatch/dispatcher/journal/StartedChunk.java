package io.campaigndispatch.dispatcher.journal;

import io.campaigndispatch.dispatcher.index.Position;
import io.campaigndispatch.dispatcher.index.Recovered.Started;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Of which requests an attempt was started, and nothing says what became of it. A chunk of its own,
 * there only when there are such: a version that does not know it must not take the snapshot for
 * whole, and call for them again.
 */
final class StartedChunk {

  private static final Comparator<Position> BY_POSITION =
      Comparator.comparingLong(Position::offset).thenComparing(Position::child);

  private StartedChunk() {}

  static byte[] encode(Map<Position, Started> started) {
    ChunkOutput output = new ChunkOutput();
    output.count(started.size());
    Map<Position, Started> sorted = new TreeMap<>(BY_POSITION);
    sorted.putAll(started);
    long before = 0;
    for (var entry : sorted.entrySet()) {
      Position position = entry.getKey();
      output.number(position.offset() - before);
      output.number(position.child());
      output.count(entry.getValue().attempt());
      output.number(entry.getValue().sinceMillis());
      before = position.offset();
    }
    return output.bytes();
  }

  static Map<Position, Started> decode(int partition, byte[] bytes) {
    ChunkInput input = new ChunkInput(bytes);
    Map<Position, Started> started = new HashMap<>();
    long before = 0;
    for (int left = input.count(); left > 0; left--) {
      before += input.number();
      Position position = new Position(partition, before, (int) input.number());
      started.put(position, new Started(input.unsigned(), input.number()));
    }
    return started;
  }
}
