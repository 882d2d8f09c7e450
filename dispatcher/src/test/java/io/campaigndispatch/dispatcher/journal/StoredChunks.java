package io.campaigndispatch.dispatcher.journal;

import io.campaigndispatch.dispatcher.core.PartitionSnapshot;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A progress topic in memory, compacted at once. */
final class StoredChunks implements SnapshotWriter.Sink {

  final Map<String, byte[]> records = new TreeMap<>();

  /** Keys in the order in which they were written; a chunk that is no more behind a minus. */
  final List<String> written = new ArrayList<>();

  @Override
  public void put(byte[] key, byte @Nullable [] value) {
    String name = new String(key, StandardCharsets.UTF_8);
    if (value == null) {
      records.remove(name);
      written.add("-" + name);
    } else {
      records.put(name, value.clone());
      written.add(name);
    }
  }

  StoredSnapshot read(int partition) {
    SnapshotChunks chunks = new SnapshotChunks(partition);
    records.forEach((key, value) -> chunks.put(key.getBytes(StandardCharsets.UTF_8), value));
    return chunks.snapshot();
  }

  PartitionSnapshot found(int partition) {
    return switch (read(partition)) {
      case StoredSnapshot.Found(_, var state) -> state;
      case StoredSnapshot other -> throw new AssertionError("expected a snapshot, found " + other);
    };
  }
}
