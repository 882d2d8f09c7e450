package io.campaigndispatch.dispatcher.journal;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** By block of the log, when the first of its open requests expires. */
final class ExpiriesChunk {

  private ExpiriesChunk() {}

  static byte[] encode(Map<Long, Long> expiries) {
    ChunkOutput output = new ChunkOutput();
    output.count(expiries.size());
    new TreeMap<>(expiries)
        .forEach(
            (block, millis) -> {
              output.number(block);
              output.number(millis);
            });
    return output.bytes();
  }

  static Map<Long, Long> decode(byte[] bytes) {
    ChunkInput input = new ChunkInput(bytes);
    Map<Long, Long> expiries = new HashMap<>();
    for (int left = input.count(); left > 0; left--) {
      long block = input.number();
      expiries.put(block, input.number());
    }
    return expiries;
  }
}
