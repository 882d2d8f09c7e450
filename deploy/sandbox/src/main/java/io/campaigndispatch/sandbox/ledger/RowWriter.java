package io.campaigndispatch.sandbox.ledger;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.io.JsonStringEncoder;

/**
 * Writes rows one after the other into a growing buffer: a frame for the filter (vendor,
 * workspace), then the row's JSON line.
 *
 * <p>Written by hand because request and reply are JSON already and only need copying.
 */
final class RowWriter {
  private static final byte[] NULL = {'n', 'u', 'l', 'l'};

  private byte[] buffer;
  private int length;

  RowWriter(int capacity) {
    buffer = new byte[capacity];
  }

  int length() {
    return length;
  }

  byte[] buffer() {
    return buffer;
  }

  byte[] copy() {
    return Arrays.copyOf(buffer, length);
  }

  void clear(int capacity) {
    length = 0;
    if (buffer.length > capacity) {
      buffer = new byte[capacity];
    }
  }

  void append(long seq, Entry entry) {
    String workspace = entry.workspace();
    byte[] name = workspace == null ? new byte[0] : workspace.getBytes(StandardCharsets.UTF_8);
    RowFrame.Head head = new RowFrame.Head(entry.vendor(), workspace == null ? null : name);
    int start = length;
    ensure(RowFrame.size(head));
    length += RowFrame.size(head);
    int line = length;
    ascii("{\"seq\":")
        .ascii(Long.toString(seq))
        .ascii(",\"call\":")
        .ascii(Long.toString(entry.call()));
    ascii(",\"at\":\"").ascii(entry.at().toString()).ascii("\",\"vendor\":\"");
    ascii(entry.vendor().wireName()).ascii("\",\"endpoint\":").quoted(entry.endpoint());
    ascii(",\"workspace\":").quoted(workspace);
    ascii(",\"recipient\":").quoted(entry.recipient());
    ascii(",\"request\":").json(entry.request());
    Integer status = entry.status();
    ascii(",\"status\":").ascii(status == null ? "null" : status.toString());
    ascii(",\"response\":").json(entry.response());
    ascii(",\"accepted\":").ascii(entry.accepted() ? "true" : "false");
    ascii(",\"fault\":").quoted(entry.fault());
    ascii(",\"recorded\":").json(entry.recorded()).ascii("}\n");
    RowFrame.write(buffer, start, head, length - line);
  }

  private RowWriter ascii(String text) {
    int size = text.length();
    ensure(size);
    for (int i = 0; i < size; i++) {
      buffer[length + i] = (byte) text.charAt(i);
    }
    length += size;
    return this;
  }

  private RowWriter json(byte @Nullable [] json) {
    return bytes(json == null ? NULL : json);
  }

  private RowWriter quoted(@Nullable String text) {
    if (text == null) {
      return bytes(NULL);
    }
    return ascii("\"").bytes(JsonStringEncoder.getInstance().quoteAsUTF8(text)).ascii("\"");
  }

  private RowWriter bytes(byte[] bytes) {
    ensure(bytes.length);
    System.arraycopy(bytes, 0, buffer, length, bytes.length);
    length += bytes.length;
    return this;
  }

  private void ensure(int more) {
    if (buffer.length - length < more) {
      buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, length + more));
    }
  }
}
