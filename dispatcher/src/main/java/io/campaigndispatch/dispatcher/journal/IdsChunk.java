package io.campaigndispatch.dispatcher.journal;

import io.campaigndispatch.dispatcher.index.RecentIds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A block of recent request ids, or a part of one. */
final class IdsChunk {

  /** In the first, ids were hashed without a key: those hashes say nothing here. */
  static final byte FORMAT = 2;

  /** Some 350 KiB. */
  static final int MOST_IDS = 1 << 15;

  private IdsChunk() {}

  /** A block in parts of bounded size: records may carry a thousand requests each. */
  static List<RecentIds.Block> parts(RecentIds.Block block) {
    if (block.hashes().length <= MOST_IDS) {
      return List.of(block);
    }
    List<RecentIds.Block> parts = new ArrayList<>();
    for (int from = 0; from < block.hashes().length; from += MOST_IDS) {
      int to = Math.min(from + MOST_IDS, block.hashes().length);
      parts.add(
          new RecentIds.Block(
              block.number(),
              Arrays.copyOfRange(block.within(), from, to),
              Arrays.copyOfRange(block.hashes(), from, to)));
    }
    return parts;
  }

  static byte[] encode(RecentIds.Block block) {
    ChunkOutput output = new ChunkOutput(FORMAT);
    output.number(block.number());
    output.count(block.within().length);
    for (int i = 0; i < block.within().length; i++) {
      output.count(block.within()[i]);
      output.fixed(block.hashes()[i]);
    }
    return output.bytes();
  }

  /** Whether its hashes are of the first format, which had no key. */
  static boolean isWithoutKey(byte[] bytes) {
    return bytes.length > 0 && bytes[0] == 1;
  }

  static RecentIds.Block decode(byte[] bytes) {
    ChunkInput input = new ChunkInput(bytes, FORMAT);
    long number = input.number();
    int count = input.count();
    int[] within = new int[count];
    long[] hashes = new long[count];
    for (int i = 0; i < count; i++) {
      within[i] = input.unsigned();
      hashes[i] = input.fixed();
    }
    return new RecentIds.Block(number, within, hashes);
  }
}
