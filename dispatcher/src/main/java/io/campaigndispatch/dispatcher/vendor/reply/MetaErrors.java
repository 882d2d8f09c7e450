package io.campaigndispatch.dispatcher.vendor.reply;

import static io.campaigndispatch.dispatcher.vendor.reply.Treatment.SOON_ATTEMPTS;
import static io.campaigndispatch.dispatcher.vendor.reply.Treatment.later;
import static io.campaigndispatch.dispatcher.vendor.reply.Treatment.soon;

import io.campaigndispatch.dispatcher.retry.Backoff;
import io.campaigndispatch.dispatcher.vendor.reply.Treatment.Again;
import io.campaigndispatch.dispatcher.vendor.reply.Treatment.Pause;
import io.campaigndispatch.dispatcher.vendor.reply.Treatment.Reject;
import io.campaigndispatch.dispatcher.vendor.reply.Treatment.Throttle;
import io.campaigndispatch.model.outcome.FailureCategory;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Meta's error codes as data (source: Meta, WhatsApp support/error-codes as of 2026-09-11, and the
 * project's error taxonomy for the numbers). Meta says to build on the code, not on HTTP status,
 * title or sub-code.
 */
public final class MetaErrors {

  private static final Duration THROUGHPUT_HOLD = Duration.ofMillis(1500);
  private static final Duration HOURLY_LIMIT_HOLD = Duration.ofMinutes(10);
  private static final Duration QUARTER_HOUR = Duration.ofMinutes(15);

  /** X from 0 to 5 are six waits between seven attempts. */
  private static final int PAIR_ATTEMPTS = 7;

  private static final Map<Integer, Treatment> TABLE = table();

  private MetaErrors() {}

  /** What becomes of a message refused with this code; null when Meta's page has no such code. */
  public static @Nullable Treatment of(int code) {
    Treatment listed = TABLE.get(code);
    if (listed != null) {
      return listed;
    }
    if (code >= 200 && code <= 299) {
      return Pause.WORKSPACE;
    }
    // Template creation, migration, synchronisation: not expected as the answer to a send.
    boolean foreign = code / 1000 == 2388 || code / 1000 == 2593;
    return foreign ? Reject.REQUEST : null;
  }

  private static Map<Integer, Treatment> table() {
    Map<Integer, Treatment> table = new HashMap<>();
    retries(table);
    throttles(table);
    // Token, permission, account, payment, registration.
    put(table, Pause.WORKSPACE, 0, 3, 10, 33, 190, 368);
    put(table, Pause.WORKSPACE, 131005, 131031, 131037, 131042, 131045, 131048, 131064);
    put(table, Pause.WORKSPACE, 133000, 133005, 133006, 133008, 133009, 133010, 133015, 133016);
    put(table, Pause.WORKSPACE, 134011);
    // Missing, paused, disabled, against policy, its flow blocked.
    put(table, Pause.TEMPLATE, 131063, 132001, 132007, 132015, 132016, 132068, 132069, 134102);
    // The user blocked or stopped the business, is unreachable, or not for this account.
    put(table, Reject.RECIPIENT, 130403, 130472, 130497, 131021, 131026, 131030, 131050);
    // Parameters, window, message type.
    put(table, Reject.REQUEST, 100, 131008, 131009, 131047, 131051, 131052, 131055);
    put(table, Reject.REQUEST, 132000, 132005, 132012, 132018, 134100);
    put(table, Reject.REQUEST, 200005, 200006, 200007, 1752041);
    return Map.copyOf(table);
  }

  private static void retries(Map<Integer, Treatment> table) {
    put(table, soon(SOON_ATTEMPTS), 2, 80008, 133004);
    put(table, soon(2), 1, 135000);
    put(table, soon(3), 131000);
    // "Soon, then 5 minutes": doubling waits get there within the six attempts of a budget.
    put(table, unavailable(), 131016);
    // Withheld for the user's sake: not before a day has passed, and by default not at all.
    put(table, later(Duration.ofHours(24), Duration.ofHours(24), 1), 131049);
    put(table, later(Duration.ofSeconds(60), Duration.ofSeconds(60), 2), 131053);
    put(table, pair(), 131056);
    put(table, later(Duration.ofSeconds(60), QUARTER_HOUR, SOON_ATTEMPTS), 131057);
    put(table, later(Duration.ofMinutes(10), Duration.ofMinutes(10), SOON_ATTEMPTS), 134101);
    put(table, later(Duration.ofMinutes(2), QUARTER_HOUR, SOON_ATTEMPTS), 2494100);
  }

  private static void throttles(Map<Integer, Treatment> table) {
    put(table, new Throttle(HOURLY_LIMIT_HOLD), 4, 80007);
    put(table, new Throttle(THROUGHPUT_HOLD), 130429);
  }

  private static Treatment unavailable() {
    return new Again(
        FailureCategory.RETRY_SOON,
        new Backoff.Later(Duration.ofSeconds(10), Duration.ofMinutes(5)),
        6);
  }

  private static Treatment pair() {
    return new Again(FailureCategory.RETRY_LATER, new Backoff.Pair(), PAIR_ATTEMPTS);
  }

  private static void put(Map<Integer, Treatment> table, Treatment treatment, int... codes) {
    for (int code : codes) {
      if (table.put(code, treatment) != null) {
        throw new IllegalStateException("listed twice: " + code);
      }
    }
  }
}
