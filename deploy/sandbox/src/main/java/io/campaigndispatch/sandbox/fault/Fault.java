package io.campaigndispatch.sandbox.fault;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Something that goes wrong on purpose. */
public sealed interface Fault {

  /** The longest delay, in milliseconds: one hour. */
  long MAX_MS = 3_600_000;

  /** The name in the control API and in the ledger. */
  String type();

  /**
   * The answer comes late; everything else stays as it is.
   *
   * @param ms 1 to {@link #MAX_MS}
   */
  record Latency(long ms) implements Fault {
    public Latency {
      if (ms < 1 || ms > MAX_MS) {
        throw new IllegalArgumentException("fault.ms is " + ms + ", expected 1 to " + MAX_MS);
      }
    }

    @Override
    public String type() {
      return "LATENCY";
    }
  }

  /**
   * The call is answered with that status instead of being handled.
   *
   * <p>A status above 599 is a Meta error code: the gateway's send-template reports it in the
   * results, any other endpoint answers 400 and names it. With a 2xx status the message counts as
   * accepted unless the body says {@code "success": false}.
   *
   * @param status 200 to 599, or a Meta error code
   * @param retryAfter the {@code Retry-After} header as it shall be sent (seconds or an HTTP date),
   *     or null for none
   * @param body sent as the reply (a JSON string as its text); null for the vendor's own error
   *     body, or for an empty body with a 2xx status
   */
  record Status(int status, @Nullable String retryAfter, @Nullable JsonNode body) implements Fault {
    public Status {
      if (status < 200) {
        throw new IllegalArgumentException(
            "fault.status is " + status + ", expected 200 to 599 or a Meta error code");
      }
    }

    @Override
    public String type() {
      return "STATUS";
    }
  }

  /**
   * The call is answered with 429; a recipient of the gateway's send-template with Meta's 130429.
   *
   * @param retryAfter as in {@link Status}; the documents name no such header
   * @param body as in {@link Status}
   */
  record Throttle(@Nullable String retryAfter, @Nullable JsonNode body) implements Fault {
    @Override
    public String type() {
      return "THROTTLE";
    }
  }

  /**
   * The call is handled and never answered.
   *
   * @param ms after which the connection is closed, 1 to {@link #MAX_MS}; null to leave that to the
   *     client
   */
  record Hang(@Nullable Long ms) implements Fault {
    public Hang {
      if (ms != null && (ms < 1 || ms > MAX_MS)) {
        throw new IllegalArgumentException("fault.ms is " + ms + ", expected 1 to " + MAX_MS);
      }
    }

    @Override
    public String type() {
      return "HANG";
    }
  }

  /** The call is handled and its connection reset (TCP RST) instead of answered. */
  record Reset() implements Fault {
    @Override
    public String type() {
      return "RESET";
    }
  }

  /**
   * The call is handled and answered with 200 and a body that is no JSON.
   *
   * @param body the body instead of the sandbox's own, cut-off JSON; null for that
   */
  record Garbage(@Nullable JsonNode body) implements Fault {
    @Override
    public String type() {
      return "GARBAGE";
    }
  }

  /** The call is not handled; its connection is closed without a byte of answer. */
  record Down() implements Fault {
    @Override
    public String type() {
      return "DOWN";
    }
  }
}
