package io.campaigndispatch.model.wire;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Whose trace a request belongs to (W3C Trace Context), as its record's headers say. What is not
 * valid becomes none, and so goes no further.
 *
 * @param traceId 32 lower-case hexadecimal digits, not all 0
 * @param spanId 16 of them: the span that wrote the record
 * @param isSampled whether that trace is recorded
 * @param tracestate what tracing systems added for themselves; null when nothing
 */
public record TraceContext(
    String traceId, String spanId, boolean isSampled, @Nullable String tracestate) {

  private static final int LENGTH = 55;
  private static final int LONGEST = 512;

  /** A later version may have more after it; ff is none (section 3.2.2). */
  private static final Pattern TRACEPARENT =
      Pattern.compile(
          "(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(?:-.*)?");

  private static final Pattern TRACE_ID = Pattern.compile("(?!0{32})[0-9a-f]{32}");
  private static final Pattern SPAN_ID = Pattern.compile("(?!0{16})[0-9a-f]{16}");

  private static final String MEMBER =
      "[ \\t]*(?:[a-z0-9][a-z0-9_*/-]{0,240}(?:@[a-z][a-z0-9_*/-]{0,13})?"
          + "=[\\x20-\\x2b\\x2d-\\x3c\\x3e-\\x7e]{0,256})?[ \\t]*";

  /** At most 32 members (section 3.3.1). */
  private static final Pattern TRACESTATE = Pattern.compile(MEMBER + "(?:," + MEMBER + "){0,31}");

  public TraceContext {
    if (!TRACE_ID.matcher(traceId).matches() || !SPAN_ID.matcher(spanId).matches()) {
      throw new IllegalArgumentException("a trace and a span: expected ids in lower-case hex");
    }
  }

  /** That of a record; null when there is none, or none that is valid. */
  public static @Nullable TraceContext of(Headers headers) {
    String parent = text(headers, DispatchHeaders.TRACEPARENT);
    if (parent == null || !TRACEPARENT.matcher(parent).matches() || hasTooMuch(parent)) {
      return null;
    }
    boolean isSampled = (Character.digit(parent.charAt(LENGTH - 1), 16) & 1) == 1;
    String state = text(headers, DispatchHeaders.TRACESTATE);
    return new TraceContext(
        parent.substring(3, 35),
        parent.substring(36, 52),
        isSampled,
        state != null && !state.isBlank() && TRACESTATE.matcher(state).matches() ? state : null);
  }

  private static boolean hasTooMuch(String parent) {
    return parent.startsWith("00") && parent.length() > LENGTH;
  }

  private static @Nullable String text(Headers headers, String name) {
    Header header = headers.lastHeader(name);
    return header == null || header.value() == null || header.value().length > LONGEST
        ? null
        : new String(header.value(), StandardCharsets.ISO_8859_1);
  }

  /** The same trace, with what another span does in it. */
  public TraceContext in(String anotherSpan) {
    return new TraceContext(traceId, anotherSpan, isSampled, tracestate);
  }

  /** In the form of the header. */
  public String traceparent() {
    return "00-" + traceId + "-" + spanId + (isSampled ? "-01" : "-00");
  }

  /** Puts it on a record that has none. */
  public void putOn(Headers headers) {
    headers.add(DispatchHeaders.TRACEPARENT, traceparent().getBytes(StandardCharsets.US_ASCII));
    if (tracestate != null) {
      headers.add(DispatchHeaders.TRACESTATE, tracestate.getBytes(StandardCharsets.US_ASCII));
    }
  }
}
