package io.campaigndispatch.dispatcher.index;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Request ids taken within the last offsets of a partition, as 64-bit hashes in a flat table that
 * grows with use: two ids that share a hash are taken for one about once in 10^14 requests.
 */
public final class RecentIds {

  private static final long FREE = 0;
  private static final int SMALLEST = 1 << 8;

  /** Offsets that share a block. */
  public static final int BLOCK = 1 << 14;

  /**
   * The ids taken at some neighbouring offsets, in ascending order of these.
   *
   * @param number the offsets' common part: offset / {@link #BLOCK}
   * @param within each offset's rest
   * @param hashes of the ids, one per offset
   */
  public record Block(long number, int[] within, long[] hashes) {}

  private final long window;
  private long[] hashes = new long[SMALLEST];
  private long[] offsets = new long[SMALLEST];
  private int used;

  /**
   * @param window how many offsets an id stays taken, at least 1
   */
  public RecentIds(long window) {
    if (window < 1) {
      throw new IllegalArgumentException(
          "dispatch.duplicates.window: expected at least 1, received " + window);
    }
    this.window = window;
  }

  /** Ids that an earlier owner had taken. */
  public void restore(List<Block> blocks) {
    for (Block block : blocks) {
      for (int i = 0; i < block.hashes().length; i++) {
        take(block.hashes()[i], block.number() * BLOCK + block.within()[i]);
      }
    }
  }

  /** What is taken within the window before an offset, for a next owner. */
  public List<Block> blocks(long frontier) {
    Map<Long, List<long[]>> blocks = new TreeMap<>();
    for (int i = 0; i < hashes.length; i++) {
      if (hashes[i] != FREE && offsets[i] >= frontier - window) {
        blocks
            .computeIfAbsent(offsets[i] / BLOCK, _ -> new ArrayList<>())
            .add(new long[] {offsets[i], hashes[i]});
      }
    }
    List<Block> result = new ArrayList<>();
    blocks.forEach((number, entries) -> result.add(block(number, entries)));
    return result;
  }

  private static Block block(long number, List<long[]> entries) {
    entries.sort(Comparator.<long[]>comparingLong(entry -> entry[0]).thenComparing(e -> e[1]));
    int[] within = new int[entries.size()];
    long[] hashes = new long[entries.size()];
    for (int i = 0; i < within.length; i++) {
      within[i] = (int) (entries.get(i)[0] % BLOCK);
      hashes[i] = entries.get(i)[1];
    }
    return new Block(number, within, hashes);
  }

  /**
   * Takes an id at an offset; false when it is taken by another offset within the window before.
   */
  public boolean take(String workspaceId, String requestId, long offset) {
    return take(hash(workspaceId, requestId), offset);
  }

  private boolean take(long hash, long offset) {
    if (used >= hashes.length / 8 * 5) {
      rebuild(offset);
    }
    int slot = slotOf(hash);
    if (hashes[slot] == hash) {
      boolean taken = offsets[slot] != offset && offsets[slot] >= offset - window;
      if (!taken) {
        offsets[slot] = offset;
      }
      return !taken;
    }
    hashes[slot] = hash;
    offsets[slot] = offset;
    used++;
    return true;
  }

  private void rebuild(long now) {
    long[] oldHashes = hashes;
    long[] oldOffsets = offsets;
    int live = 0;
    for (int i = 0; i < oldHashes.length; i++) {
      if (oldHashes[i] != FREE && oldOffsets[i] >= now - window) {
        live++;
      }
    }
    // At most half full, so that the next rebuild is an eighth of the table away.
    int size = SMALLEST;
    while (size < live * 2) {
      size *= 2;
    }
    hashes = new long[size];
    offsets = new long[size];
    used = 0;
    for (int i = 0; i < oldHashes.length; i++) {
      if (oldHashes[i] != FREE && oldOffsets[i] >= now - window) {
        int slot = slotOf(oldHashes[i]);
        hashes[slot] = oldHashes[i];
        offsets[slot] = oldOffsets[i];
        used++;
      }
    }
  }

  private int slotOf(long hash) {
    int mask = hashes.length - 1;
    int slot = (int) (hash >>> 20) & mask;
    while (hashes[slot] != FREE && hashes[slot] != hash) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  /**
   * FNV-1a over both ids with a final mix (MurmurHash3's), never the value that marks a free slot.
   */
  private static long hash(String workspaceId, String requestId) {
    long hash = mix(mix(0xcbf29ce484222325L, workspaceId) * 0x100000001b3L, requestId);
    hash ^= hash >>> 33;
    hash *= 0xff51afd7ed558ccdL;
    hash ^= hash >>> 33;
    hash *= 0xc4ceb9fe1a85ec53L;
    hash ^= hash >>> 33;
    return hash == FREE ? 1 : hash;
  }

  private static long mix(long hash, String text) {
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
    }
    return hash;
  }
}
