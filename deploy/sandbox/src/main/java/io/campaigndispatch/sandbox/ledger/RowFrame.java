package io.campaigndispatch.sandbox.ledger;

import io.campaigndispatch.sandbox.wire.Vendor;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What stands before each row so that a filter need not read its JSON: the line's length (4 bytes),
 * the vendor (1), the length of the workspace's name (4, -1 for none) and the name in UTF-8.
 */
@SuppressWarnings("EnumOrdinal") // The frames never leave this process.
final class RowFrame {
  private static final int FIXED = 9;

  private RowFrame() {}

  /** Vendor and workspace of a row. */
  @SuppressWarnings("ArrayRecordComponent") // Lives for one row.
  record Head(Vendor vendor, byte @Nullable [] workspace) {}

  static int size(Head head) {
    byte[] name = head.workspace();
    return FIXED + (name == null ? 0 : name.length);
  }

  static void write(byte[] target, int offset, Head head, int lineLength) {
    byte[] name = head.workspace();
    ByteBuffer bytes = ByteBuffer.wrap(target, offset, size(head));
    bytes.putInt(lineLength).put((byte) head.vendor().ordinal());
    bytes.putInt(name == null ? -1 : name.length);
    if (name != null) {
      bytes.put(name);
    }
  }

  /** The length of the line behind the frame at the buffer's position. */
  static int lineLength(ByteBuffer rows) {
    return rows.getInt(rows.position());
  }

  /** The length of the frame at the buffer's position. */
  static int frameLength(ByteBuffer rows) {
    return FIXED + Math.max(0, rows.getInt(rows.position() + 5));
  }

  /**
   * Whether the row at the buffer's position has that vendor and workspace.
   *
   * @param workspace null for any
   */
  static boolean matches(ByteBuffer rows, @Nullable Vendor vendor, byte @Nullable [] workspace) {
    int at = rows.position();
    if (vendor != null && rows.get(at + 4) != vendor.ordinal()) {
      return false;
    }
    return workspace == null
        || (rows.getInt(at + 5) == workspace.length
            && rows.slice(at + FIXED, workspace.length).equals(ByteBuffer.wrap(workspace)));
  }
}
