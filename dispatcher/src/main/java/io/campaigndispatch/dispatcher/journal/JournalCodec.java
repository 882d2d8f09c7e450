package io.campaigndispatch.dispatcher.journal;

import io.campaigndispatch.dispatcher.index.Position;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.ByteUtils;

/**
 * The journal record: a version byte, the partition, the number of entries, then per entry its kind
 * and what it says. Of a request: the difference to the offset before, the child, for a retry the
 * attempts and the due time, for a start the attempt; of a return: its offset in the delay topic;
 * of calls: the workspace and the messages; of ownership: the owner. All numbers are varints
 * (Kafka's own encoding), texts are UTF-8 behind their length.
 *
 * <p>Version 1 had only what is done and what is tried again, version 2 no starts and no returns;
 * both are still read.
 */
public final class JournalCodec {

  private static final byte FIRST_VERSION = 1;
  private static final byte VERSION = 3;

  private static final byte DONE = 1;
  private static final byte RETRY = 2;
  private static final byte OWNED = 3;
  private static final byte RELEASED = 4;
  private static final byte CALLED = 5;
  private static final byte STARTED = 6;
  private static final byte RETURNED = 7;
  private static final byte UNSTARTED = 8;

  private static final int LARGEST_HEADER = 1 + 5 + 5;
  private static final int LARGEST_NUMBERS = 1 + 10 + 5 + 5 + 10;
  private static final int LARGEST_CHARACTER = 3;

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
  public static byte[] encode(int partition, List<? extends JournalEntry> entries) {
    int largest = LARGEST_HEADER;
    for (JournalEntry entry : entries) {
      largest += LARGEST_NUMBERS + LARGEST_CHARACTER * textOf(entry).length();
    }
    ByteBuffer buffer = ByteBuffer.allocate(largest);
    buffer.put(VERSION);
    ByteUtils.writeUnsignedVarint(partition, buffer);
    ByteUtils.writeUnsignedVarint(entries.size(), buffer);
    long before = 0;
    for (JournalEntry entry : entries) {
      switch (entry) {
        case JournalEntry.Done(var position) -> {
          put(DONE, position, before, buffer);
          before = position.offset();
        }
        case JournalEntry.Retry(var position, int attempts, long dueMillis) -> {
          put(RETRY, position, before, buffer);
          before = position.offset();
          ByteUtils.writeUnsignedVarint(attempts, buffer);
          ByteUtils.writeVarlong(dueMillis, buffer);
        }
        case JournalEntry.Started(var position, int attempt) -> {
          put(STARTED, position, before, buffer);
          before = position.offset();
          ByteUtils.writeUnsignedVarint(attempt, buffer);
        }
        case JournalEntry.Unstarted(var position) -> {
          put(UNSTARTED, position, before, buffer);
          before = position.offset();
        }
        case JournalEntry.Returned(long delayOffset) -> {
          buffer.put(RETURNED);
          ByteUtils.writeVarlong(delayOffset, buffer);
        }
        case JournalEntry.Owned owned -> put(OWNED, textOf(owned), buffer);
        case JournalEntry.Released _ -> buffer.put(RELEASED);
        case JournalEntry.Called called -> {
          put(CALLED, textOf(called), buffer);
          ByteUtils.writeUnsignedVarint(called.messages(), buffer);
        }
      }
    }
    byte[] bytes = new byte[buffer.position()];
    buffer.flip().get(bytes);
    return bytes;
  }

  private static String textOf(JournalEntry entry) {
    return switch (entry) {
      case JournalEntry.OfRequest _, JournalEntry.Returned _, JournalEntry.Released _ -> "";
      case JournalEntry.Owned(String owner) -> owner;
      case JournalEntry.Called(String workspaceId, _) -> workspaceId;
    };
  }

  private static void put(byte kind, Position position, long before, ByteBuffer buffer) {
    buffer.put(kind);
    ByteUtils.writeVarlong(position.offset() - before, buffer);
    ByteUtils.writeVarint(position.child(), buffer);
  }

  private static void put(byte kind, String text, ByteBuffer buffer) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    buffer.put(kind);
    ByteUtils.writeUnsignedVarint(utf8.length, buffer);
    buffer.put(utf8);
  }

  /**
   * @throws UnreadableJournal when the bytes are not such a record
   */
  public static List<JournalEntry> decode(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    try {
      byte version = buffer.get();
      if (version < FIRST_VERSION || version > VERSION) {
        throw new UnreadableJournal(
            "expected journal version 1 to %d, received %d".formatted(VERSION, version));
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
        JournalEntry entry = entry(buffer, partition, offset);
        entries.add(entry);
        if (entry instanceof JournalEntry.OfRequest request) {
          offset = request.position().offset();
        }
      }
      return entries;
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      throw new UnreadableJournal("the journal record ends early or is damaged");
    }
  }

  private static JournalEntry entry(ByteBuffer buffer, int partition, long before) {
    byte kind = buffer.get();
    return switch (kind) {
      case DONE -> new JournalEntry.Done(position(buffer, partition, before));
      case RETRY ->
          new JournalEntry.Retry(
              position(buffer, partition, before),
              ByteUtils.readUnsignedVarint(buffer),
              ByteUtils.readVarlong(buffer));
      case OWNED -> new JournalEntry.Owned(text(buffer));
      case RELEASED -> new JournalEntry.Released();
      case CALLED -> new JournalEntry.Called(text(buffer), ByteUtils.readUnsignedVarint(buffer));
      case STARTED ->
          new JournalEntry.Started(
              position(buffer, partition, before), ByteUtils.readUnsignedVarint(buffer));
      case UNSTARTED -> new JournalEntry.Unstarted(position(buffer, partition, before));
      case RETURNED -> new JournalEntry.Returned(ByteUtils.readVarlong(buffer));
      default -> throw new UnreadableJournal("expected entry kind 1 to 8, received " + kind);
    };
  }

  private static Position position(ByteBuffer buffer, int partition, long before) {
    long offset = before + ByteUtils.readVarlong(buffer);
    return new Position(partition, offset, ByteUtils.readVarint(buffer));
  }

  private static String text(ByteBuffer buffer) {
    int length = ByteUtils.readUnsignedVarint(buffer);
    if (length < 0 || length > buffer.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] utf8 = new byte[length];
    buffer.get(utf8);
    return new String(utf8, StandardCharsets.UTF_8);
  }
}
