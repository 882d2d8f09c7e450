package io.campaigndispatch.dispatcher.journal;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.Uuid;

/**
 * What a snapshot is of and which chunks it consists of; written last, and the only chunk that says
 * of the others whether they are whole.
 *
 * @param groupId of the workers; another group's snapshot is nothing to us
 * @param topicId of the requests topic; one created anew under the same name has another
 * @param owner the transactional id of who took it
 * @param released whether it is the owner's last word: written in the very transaction in which it
 *     let go, which says nothing of requests
 * @param takenMillis epoch milliseconds
 * @param frontier everything below it was read
 * @param journalOffset every journal entry below it is contained
 * @param chunks each chunk's hash, by its name
 */
record SnapshotHead(
    int partition,
    String groupId,
    Uuid topicId,
    String owner,
    boolean released,
    long takenMillis,
    long frontier,
    long journalOffset,
    Map<String, ChunkHash> chunks) {

  SnapshotHead {
    chunks = Collections.unmodifiableMap(new LinkedHashMap<>(chunks));
  }

  /** Its bytes, then their own hash. */
  byte[] encode() {
    ChunkOutput output = new ChunkOutput();
    output.count(partition);
    output.text(groupId);
    output.fixed(topicId.getMostSignificantBits());
    output.fixed(topicId.getLeastSignificantBits());
    output.text(owner);
    output.count(released ? 1 : 0);
    output.number(takenMillis);
    output.number(frontier);
    output.number(journalOffset);
    output.count(chunks.size());
    chunks.forEach(
        (name, hash) -> {
          output.text(name);
          output.hash(hash);
        });
    output.hash(ChunkHash.of(output.bytes()));
    return output.bytes();
  }

  /**
   * @throws UnreadableSnapshot when the bytes are not such a head
   */
  static SnapshotHead decode(byte[] bytes) {
    try {
      ChunkInput input = new ChunkInput(bytes);
      int checked = bytes.length - ChunkHash.BYTES;
      if (checked < 0
          || !ChunkHash.of(bytes, checked)
              .equals(ChunkHash.read(ByteBuffer.wrap(bytes, checked, ChunkHash.BYTES)))) {
        throw new UnreadableSnapshot("the snapshot's head is damaged");
      }
      return read(input);
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      throw new UnreadableSnapshot("the snapshot's head ends early");
    }
  }

  private static SnapshotHead read(ChunkInput input) {
    int partition = input.unsigned();
    String groupId = input.text();
    Uuid topicId = new Uuid(input.fixed(), input.fixed());
    String owner = input.text();
    boolean released = input.unsigned() == 1;
    long takenMillis = input.number();
    long frontier = input.number();
    long journalOffset = input.number();
    Map<String, ChunkHash> chunks = new LinkedHashMap<>();
    for (int left = input.count(); left > 0; left--) {
      chunks.put(input.text(), input.hash());
    }
    return new SnapshotHead(
        partition, groupId, topicId, owner, released, takenMillis, frontier, journalOffset, chunks);
  }
}
