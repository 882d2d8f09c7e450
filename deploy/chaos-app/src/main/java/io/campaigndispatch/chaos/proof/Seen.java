package io.campaigndispatch.chaos.proof;

import io.campaigndispatch.sandbox.ledger.Call;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One message of one call as the vendor saw it.
 *
 * @param recipient digits; null when the call names none
 * @param at when it was read, in milliseconds
 * @param earliest when it may have arrived: before {@code at} when the vendor's process stood still
 * @param lateMillis how late it may have been sent because the machine had too much to do
 * @param taken whether the vendor took the message, whether or not it said so
 */
public record Seen(
    @Nullable String recipient,
    Instant at,
    Instant earliest,
    long lateMillis,
    Answer answer,
    boolean taken) {

  /** What the vendor answered. */
  public enum Answer {
    /** That it took it. */
    TAKEN,
    /** That it limits the workspace: no attempt. */
    THROTTLED,
    /** That it did not take it and may later. */
    LATER,
    /** That it never will. */
    REFUSED,
    /** Nothing, or what says nothing. */
    NOTHING
  }

  /** Of the sandbox's ledger. */
  public static Seen of(Call call, Instant earliest, long lateMillis) {
    return new Seen(
        call.recipient(), call.at(), earliest, lateMillis, answer(call), call.accepted());
  }

  private static Answer answer(Call call) {
    Integer status = call.status();
    if (status == null || "GARBAGE".equals(call.fault())) {
      return Answer.NOTHING;
    }
    return switch (status) {
      case 429 -> Answer.THROTTLED;
      case 408, 425, 500, 503 -> Answer.LATER;
      case 502, 504 -> Answer.NOTHING;
      default -> status < 300 && call.accepted() ? Answer.TAKEN : Answer.REFUSED;
    };
  }

  /** Whether the same message may be sent again because of what was answered. */
  boolean asksForAnother() {
    return answer == Answer.THROTTLED || answer == Answer.LATER;
  }

  /** Without the recipient. */
  @Override
  public String toString() {
    return "call at " + at + " " + answer + (taken ? " (taken)" : "");
  }
}
