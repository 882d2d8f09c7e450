package io.campaigndispatch.dispatcher.journal;

import io.campaigndispatch.dispatcher.index.Position;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.ByteUtils;

/**
 * The journal record: a version byte, the partition, the number of entries, then per entry its
 * kind, the difference to the offset before, the child, and for a retry the attempts and the due
 * time; all numbers as varints (Kafka's own encoding).
 */
public final class JournalCodec {

  private static final byte VERSION = 1;
  private static final byte DONE = 1;
  private static final byte RETRY = 2;

  private static final int LARGEST_HEADER = 1 + 5 + 5;
  private static final int LARGEST_ENTRY = 1 + 10 + 5 + 5 + 10;

  private JournalCodec() {}

  /** A record that this version cannot read: written by a newer one, or damaged. */
  public static final class UnreadableJournal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnreadableJournal(String message) {
      super(message);
    }
  }

  /**
   * @param entries all of this partition
   */
  public static byte[] encode(int partition, List<JournalEntry> entries) {
    ByteBuffer buffer = ByteBuffer.allocate(LARGEST_HEADER + entries.size() * LARGEST_ENTRY);
    buffer.put(VERSION);
    ByteUtils.writeUnsignedVarint(partition, buffer);
    ByteUtils.writeUnsignedVarint(entries.size(), buffer);
    long before = 0;
    for (JournalEntry entry : entries) {
      Position position = entry.position();
      buffer.put(entry instanceof JournalEntry.Done ? DONE : RETRY);
      ByteUtils.writeVarlong(position.offset() - before, buffer);
      ByteUtils.writeVarint(position.child(), buffer);
      before = position.offset();
      if (entry instanceof JournalEntry.Retry(_, int attempts, long dueMillis)) {
        ByteUtils.writeUnsignedVarint(attempts, buffer);
        ByteUtils.writeVarlong(dueMillis, buffer);
      }
    }
    byte[] bytes = new byte[buffer.position()];
    buffer.flip().get(bytes);
    return bytes;
  }

  /**
   * @throws UnreadableJournal when the bytes are not such a record
   */
  public static List<JournalEntry> decode(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    try {
      byte version = buffer.get();
      if (version != VERSION) {
        throw new UnreadableJournal(
            "expected journal version " + VERSION + ", received " + version);
      }
      int partition = ByteUtils.readUnsignedVarint(buffer);
      int count = ByteUtils.readUnsignedVarint(buffer);
      if (count < 0 || count > bytes.length) {
        throw new UnreadableJournal(
            "expected at most " + bytes.length + " entries, received " + count);
      }
      List<JournalEntry> entries = new ArrayList<>(count);
      long offset = 0;
      for (int i = 0; i < count; i++) {
        byte kind = buffer.get();
        offset += ByteUtils.readVarlong(buffer);
        Position position = new Position(partition, offset, ByteUtils.readVarint(buffer));
        entries.add(
            switch (kind) {
              case DONE -> new JournalEntry.Done(position);
              case RETRY ->
                  new JournalEntry.Retry(
                      position,
                      ByteUtils.readUnsignedVarint(buffer),
                      ByteUtils.readVarlong(buffer));
              default ->
                  throw new UnreadableJournal("expected entry kind 1 or 2, received " + kind);
            });
      }
      return entries;
    } catch (java.nio.BufferUnderflowException | IllegalArgumentException e) {
      throw new UnreadableJournal("the journal record ends early or is damaged");
    }
  }
}
