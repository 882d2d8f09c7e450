package io.campaigndispatch.bench.stub;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Every call by its arrival, and how many were under way; owned by the stub's event loop. Its two
 * pages are plain text, as cheap to make as they are to read.
 */
final class Ledger {
  /**
   * {@code ?from=N}: a line {@code nanos earliest workspace recipient} for each of the calls from
   * the Nth.
   */
  static final String CALLS = "/calls?from=";

  /** What {@link Busy} says, in its order. */
  static final String BUSY = "/busy";

  /** How often the stub must show that it does not stand still. */
  static final long TICK_NANOS = 10_000_000;

  private static final long PUNCTUAL_NANOS = 2_000_000;

  static final int PAGE = 10_000;
  private static final String WORKSPACE = "\r\nx-workspace-id:";
  private static final ByteBuf DESTINATION =
      Unpooled.copiedBuffer("\"destination\":\"", US_ASCII).asReadOnly();

  private final Map<String, Integer> numbers = new HashMap<>();
  private final List<String> workspaces = new ArrayList<>();
  private long[] nanos = new long[1 << 16];
  private long[] earliest = new long[1 << 16];
  private long[] recipients = new long[1 << 16];
  private int[] whose = new int[1 << 16];
  private int size;
  private int underWay;
  private long busyNanos;
  private long busyUntil;
  private long ticked;
  private long stallNanos;

  void arrived(long now, String head, ByteBuf message) {
    if (size == nanos.length) {
      nanos = Arrays.copyOf(nanos, size * 2);
      earliest = Arrays.copyOf(earliest, size * 2);
      recipients = Arrays.copyOf(recipients, size * 2);
      whose = Arrays.copyOf(whose, size * 2);
    }
    nanos[size] = now;
    earliest[size] = cameAt(now);
    recipients[size] = recipient(message);
    whose[size] = numbers.computeIfAbsent(workspace(head), this::number);
    size++;
    busy(now);
    underWay++;
  }

  void answered(long now) {
    busy(now);
    underWay--;
  }

  /** Called {@link #TICK_NANOS} after the last time, or as soon as there was time for it. */
  void tick(long now) {
    if (ticked != 0) {
      stallNanos = Math.max(stallNanos, now - ticked - TICK_NANOS);
    }
    ticked = now;
  }

  String page(String head) {
    int at = head.indexOf(CALLS) + CALLS.length();
    int from = Integer.parseInt(head.substring(at, head.indexOf(' ', at)));
    StringBuilder lines = new StringBuilder();
    for (int n = from; n < Math.min(size, from + PAGE); n++) {
      lines
          .append(nanos[n])
          .append(' ')
          .append(earliest[n])
          .append(' ')
          .append(workspaces.get(whose[n]))
          .append(' ')
          .append(recipients[n])
          .append('\n');
    }
    return lines.toString();
  }

  String busy(long now) {
    busyNanos += underWay * (now - busyUntil);
    busyUntil = now;
    return now + " " + busyNanos + " " + stallNanos;
  }

  /** The loop reads what has come, then ticks: an overdue tick tells that it stood still. */
  private long cameAt(long now) {
    return ticked != 0 && now - ticked > TICK_NANOS + PUNCTUAL_NANOS ? ticked : now;
  }

  private int number(String workspace) {
    workspaces.add(workspace);
    return workspaces.size() - 1;
  }

  private static String workspace(String head) {
    int at = head.toLowerCase(Locale.ROOT).indexOf(WORKSPACE);
    return at < 0
        ? "-"
        : head.substring(at + WORKSPACE.length(), head.indexOf('\r', at + WORKSPACE.length()))
            .strip();
  }

  /** The digits; -1 when there are none. */
  private static long recipient(ByteBuf message) {
    int at = ByteBufUtil.indexOf(DESTINATION, message);
    if (at < 0) {
      return -1;
    }
    long digits = 0;
    for (int i = at + DESTINATION.readableBytes(); message.getByte(i) != '"'; i++) {
      digits = digits * 10 + message.getByte(i) - '0';
    }
    return digits;
  }
}
