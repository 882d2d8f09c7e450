package io.campaigndispatch.dispatcher.index;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Request ids taken within the last offsets of a partition, as 64-bit hashes in a flat table that
 * grows with use: two ids that share a hash are taken for one about once in 10^14 requests, and
 * nobody who does not know the hash's key can bring that about.
 *
 * <p>Bounded in offsets and in ids: when records carry several requests each and there are more ids
 * than {@link #most}, those of the oldest offsets are forgotten before their window is over.
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

  /** A single record may carry a thousand requests: the bound in ids must leave room for some. */
  private static final int LEAST_MOST = 1 << 16;

  private static final int LARGEST_MOST = 1 << 28;

  /** The window is cut into so many ranges of offsets when some of it must be forgotten. */
  private static final int RANGES = 1 << 10;

  private final SipHash hash;
  private final long window;
  private final int most;
  private long[] hashes = new long[SMALLEST];
  private long[] offsets = new long[SMALLEST];
  private int used;

  /**
   * @param hash the same for every owner of the partition
   * @param window how many offsets an id stays taken, at least 1
   */
  public RecentIds(SipHash hash, long window) {
    if (window < 1) {
      throw new IllegalArgumentException(
          "dispatch.duplicates.window: expected at least 1, received " + window);
    }
    this.hash = hash;
    this.window = window;
    this.most = (int) Math.clamp(2 * window, LEAST_MOST, LARGEST_MOST);
  }

  /** How many offsets an id stays taken. */
  public long window() {
    return window;
  }

  /** Ids that it holds at most. */
  public int most() {
    return most;
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
    Map<Long, Unsorted> blocks = new TreeMap<>();
    for (int i = 0; i < hashes.length; i++) {
      if (hashes[i] != FREE && offsets[i] >= frontier - window) {
        blocks
            .computeIfAbsent(offsets[i] / BLOCK, _ -> new Unsorted())
            .add((int) (offsets[i] % BLOCK), hashes[i]);
      }
    }
    List<Block> result = new ArrayList<>();
    blocks.forEach((number, entries) -> result.add(entries.sorted(number)));
    return result;
  }

  /**
   * A block's entries as they lie in the table. Sorted by counting: a partition has hundreds of
   * thousands, and the core waits meanwhile.
   */
  private static final class Unsorted {
    private int[] within = new int[BLOCK];
    private long[] hashes = new long[BLOCK];
    private int size;

    void add(int one, long hash) {
      if (size == within.length) {
        within = Arrays.copyOf(within, 2 * size);
        hashes = Arrays.copyOf(hashes, 2 * size);
      }
      within[size] = one;
      hashes[size++] = hash;
    }

    Block sorted(long number) {
      int[] next = new int[BLOCK + 1];
      for (int i = 0; i < size; i++) {
        next[within[i] + 1]++;
      }
      for (int i = 0; i < BLOCK; i++) {
        next[i + 1] += next[i];
      }
      int[] sortedWithin = new int[size];
      long[] sortedHashes = new long[size];
      for (int i = 0; i < size; i++) {
        int at = next[within[i]]++;
        sortedWithin[at] = within[i];
        sortedHashes[at] = hashes[i];
      }
      // Those of one offset, the same each time: what did not change is not written again.
      for (int from = 0, to; from < size; from = to) {
        to = next[sortedWithin[from]];
        if (to - from > 1) {
          Arrays.sort(sortedHashes, from, to);
        }
      }
      return new Block(number, sortedWithin, sortedHashes);
    }
  }

  /**
   * Takes an id at an offset; false when it is taken by another offset within the window before.
   */
  public boolean take(String workspaceId, String requestId, long offset) {
    return take(hashOf(workspaceId, requestId), offset);
  }

  private boolean take(long hash, long offset) {
    if (used >= Math.min(most, hashes.length / 8 * 5)) {
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
    long oldest = oldestToKeep(now);
    long[] oldHashes = hashes;
    long[] oldOffsets = offsets;
    int live = 0;
    for (int i = 0; i < oldHashes.length; i++) {
      if (oldHashes[i] != FREE && oldOffsets[i] >= oldest) {
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
      if (oldHashes[i] != FREE && oldOffsets[i] >= oldest) {
        int slot = slotOf(oldHashes[i]);
        hashes[slot] = oldHashes[i];
        offsets[slot] = oldOffsets[i];
        used++;
      }
    }
  }

  /**
   * The window's first offset; when there are too many ids, a later one, so that a quarter of the
   * room is free.
   */
  private long oldestToKeep(long now) {
    long oldest = now - window;
    if (used < most) {
      return oldest;
    }
    long offsetsPerRange = window / RANGES + 1;
    int[] ids = new int[RANGES];
    for (int i = 0; i < hashes.length; i++) {
      if (hashes[i] != FREE && offsets[i] >= oldest) {
        ids[(int) Math.min((offsets[i] - oldest) / offsetsPerRange, RANGES - 1)]++;
      }
    }
    int first = RANGES;
    for (int kept = 0; first > 0 && kept + ids[first - 1] <= most / 4 * 3; first--) {
      kept += ids[first - 1];
    }
    return oldest + first * offsetsPerRange;
  }

  private int slotOf(long hash) {
    int mask = hashes.length - 1;
    int slot = (int) (hash >>> 20) & mask;
    while (hashes[slot] != FREE && hashes[slot] != hash) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  /** No valid id has a line break in it. Never the value that marks a free slot. */
  private long hashOf(String workspaceId, String requestId) {
    String both = workspaceId + '\n' + requestId;
    long found = hash.of(both.getBytes(StandardCharsets.UTF_8));
    return found == FREE ? 1 : found;
  }
}
