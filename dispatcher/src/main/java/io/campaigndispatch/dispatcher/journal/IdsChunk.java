package io.campaigndispatch.dispatcher.journal;

import io.campaigndispatch.dispatcher.index.RecentIds;

/** A block of recent request ids. */
final class IdsChunk {

  private IdsChunk() {}

  static byte[] encode(RecentIds.Block block) {
    ChunkOutput output = new ChunkOutput();
    output.number(block.number());
    output.count(block.within().length);
    for (int i = 0; i < block.within().length; i++) {
      output.count(block.within()[i]);
      output.fixed(block.hashes()[i]);
    }
    return output.bytes();
  }

  static RecentIds.Block decode(byte[] bytes) {
    ChunkInput input = new ChunkInput(bytes);
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
