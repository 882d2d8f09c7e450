package io.campaigndispatch.dispatcher.vendor;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How an HTTP exchange ended. */
public sealed interface HttpReply {

  /**
   * A whole reply was read.
   *
   * @param headers by lower-case name; the first value of each
   * @param body at most the transport's bound
   * @param truncated the body was longer than the bound
   */
  record Answered(int status, Map<String, String> headers, byte[] body, boolean truncated)
      implements HttpReply {
    private static final DateTimeFormatter HTTP_DATE =
        DateTimeFormatter.ofPattern("EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.ENGLISH);

    public @Nullable String header(String name) {
      return headers.get(name.toLowerCase(Locale.ROOT));
    }

    /**
     * The same with a Date header, which a recipient gives to a reply that came without (RFC 9110
     * section 6.6.1).
     */
    public Answered dated(Instant arrived) {
      if (headers.containsKey("date")) {
        return this;
      }
      Map<String, String> dated = new HashMap<>(headers);
      dated.put("date", HTTP_DATE.format(arrived.atOffset(ZoneOffset.UTC)));
      return new Answered(status, Map.copyOf(dated), body, truncated);
    }

    @Override
    public String toString() {
      return "Answered[" + status + ", " + body.length + " bytes]";
    }
  }

  /** Not a byte of the request reached the vendor. */
  record NotSent(Cause cause, String detail) implements HttpReply {
    /** Why not. */
    public enum Cause {
      /** Name not found, refused, no route, connect time-out. */
      CONNECT,
      /** Something of ours was missing: a connection to use, a credential to send. */
      OURS,
      /** Certificate or handshake; never worked around. */
      TLS,
      /** Its caller no longer wanted it when it could be written. */
      LATE
    }
  }

  /**
   * The request was written, wholly or in part, and no reply was read: the vendor may have acted on
   * it.
   */
  record Lost(Cause cause, String detail) implements HttpReply {
    /** How it was lost. */
    public enum Cause {
      TIMEOUT,
      RESET,
      /** Bytes came, but they are not HTTP. */
      GARBAGE
    }
  }
}
