package io.campaigndispatch.dispatcher.vendor.reply;

import static io.campaigndispatch.dispatcher.vendor.reply.Treatment.LATER_ATTEMPTS;
import static io.campaigndispatch.dispatcher.vendor.reply.Treatment.SOON_ATTEMPTS;
import static io.campaigndispatch.dispatcher.vendor.reply.Treatment.later;
import static io.campaigndispatch.dispatcher.vendor.reply.Treatment.soon;

import io.campaigndispatch.dispatcher.retry.Backoff;
import io.campaigndispatch.dispatcher.vendor.VendorState;
import io.campaigndispatch.dispatcher.vendor.Verdict.Hold.Scope;
import io.campaigndispatch.dispatcher.vendor.reply.Treatment.Again;
import io.campaigndispatch.dispatcher.vendor.reply.Treatment.AgainHeld;
import io.campaigndispatch.dispatcher.vendor.reply.Treatment.Pause;
import io.campaigndispatch.dispatcher.vendor.reply.Treatment.Reject;
import io.campaigndispatch.dispatcher.vendor.reply.Treatment.Throttle;
import io.campaigndispatch.model.outcome.FailureCategory;
import io.campaigndispatch.model.workspace.FaultPolicy;
import io.campaigndispatch.model.workspace.Vendor;
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
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration QUARTER_HOUR = Duration.ofMinutes(15);
  private static final Duration DAY = Duration.ofHours(24);

  /** X from 0 to 5 are six waits between seven attempts. */
  private static final int PAIR_ATTEMPTS = 7;

  /** Withheld from this user for now. */
  private static final int MARKETING_LIMIT = 131049;

  /** No HTTP status, and no number that a vendor would give its own errors by chance. */
  private static final int UNMISTAKABLE_FROM = 1000;

  private static final Map<Integer, Treatment> TABLE = table();

  private MetaErrors() {}

  /** What becomes of a message refused with this code; null when Meta's page has no such code. */
  public static @Nullable Treatment of(Vendor vendor, int code) {
    if (code == MARKETING_LIMIT
        && vendor.faults().onMarketingLimit() == FaultPolicy.OnMarketingLimit.RETRY) {
      return later(DAY, DAY, 2);
    }
    Treatment listed = TABLE.get(code);
    if (listed != null) {
      return listed;
    }
    if (code >= 200 && code <= 299) {
      return Pause.WORKSPACE;
    }
    return isForeign(code) ? Reject.REQUEST : null;
  }

  /** Whether it is a code of Meta's also from a vendor that is not known to hand them on. */
  static boolean isUnmistakable(int code) {
    return code >= UNMISTAKABLE_FROM && isKnown(code);
  }

  /** Template creation, migration, synchronisation: not expected as the answer to a send. */
  static boolean isForeign(int code) {
    return code / 1000 == 2388
        || code / 1000 == 2593
        || (code >= 200005 && code <= 200007)
        || code == 1752041;
  }

  /** Whether Meta's page lists it. */
  static boolean isKnown(int code) {
    return TABLE.containsKey(code) || (code >= 200 && code <= 299) || isForeign(code);
  }

  private static Map<Integer, Treatment> table() {
    Map<Integer, Treatment> table = new HashMap<>();
    retries(table);
    throttles(table);
    // Token, permission, account, payment, registration.
    put(table, Pause.WORKSPACE, 0, 3, 10, 33, 190, 368);
    put(table, Pause.WORKSPACE, 131005, 131031, 131037, 131042, 131045);
    put(table, Pause.WORKSPACE, 133000, 133005, 133006, 133008, 133009, 133010, 133015, 133016);
    put(table, Pause.WORKSPACE, 134011);
    // Missing, paused, disabled, against policy, its flow blocked.
    put(table, Pause.TEMPLATE, 131063, 132001, 132007, 132068, 134102);
    timedHolds(table);
    // Disabled for good: whatever waits for it fails too.
    put(table, Reject.TEMPLATE, 132016);
    // The user blocked or stopped the business, is unreachable, or not for this account.
    put(table, Reject.RECIPIENT, 130403, 130472, 130497, 131021, 131026, 131030, 131050);
    // Parameters, window, message type.
    put(table, Reject.REQUEST, 100, 131008, 131009, 131047, 131051, 131052, 131055);
    put(table, Reject.REQUEST, 132000, 132005, 132012, 132018, 134100);
    return Map.copyOf(table);
  }

  private static void retries(Map<Integer, Treatment> table) {
    // Meta itself is down or overloaded, whoever sends.
    put(table, soon(SOON_ATTEMPTS).of(VendorState.OVERLOADED), 2);
    put(table, soon(SOON_ATTEMPTS), 80008, 133004);
    put(table, soon(2).thenRequest(), 1, 135000);
    put(table, soon(3), 131000);
    put(table, unavailable(), 131016);
    // Withheld for the user's sake: not before a day has passed, and by default not at all.
    put(table, later(DAY, DAY, 1), MARKETING_LIMIT);
    put(table, later(MINUTE, MINUTE, 2).thenRequest(), 131053);
    put(table, new Again(FailureCategory.RETRY_LATER, new Backoff.Pair(), PAIR_ATTEMPTS), 131056);
    put(table, later(Duration.ofMinutes(10), Duration.ofMinutes(10), LATER_ATTEMPTS), 134101);
    put(table, later(Duration.ofMinutes(2), QUARTER_HOUR, LATER_ATTEMPTS), 2494100);
  }

  /** Soon as often as that is worth, then once more in five minutes. */
  private static Again unavailable() {
    Backoff backoff = new Backoff.SoonThenLater(SOON_ATTEMPTS - 1, Duration.ofMinutes(5));
    return new Again(FailureCategory.RETRY_SOON, backoff, SOON_ATTEMPTS + 1);
  }

  private static void timedHolds(Map<Integer, Treatment> table) {
    // Too much blocked or reported; limited for mislabelled templates: neither is over in a day.
    put(table, new Pause(Scope.WORKSPACE, DAY, DAY), 131048, 131064);
    // Paused for 3 hours, and the second time for 6.
    put(table, new Pause(Scope.TEMPLATE, Duration.ofHours(3), Duration.ofHours(6)), 132015);
    // Its flow may be sent ten times an hour.
    put(table, new Pause(Scope.TEMPLATE, Duration.ofHours(1), Duration.ofHours(1)), 132069);
    // In maintenance: for everything of the account, and not this message's fault.
    put(
        table,
        new AgainHeld(
            later(MINUTE, QUARTER_HOUR, LATER_ATTEMPTS),
            new Pause(Scope.WORKSPACE, MINUTE, QUARTER_HOUR)),
        131057);
  }

  private static void throttles(Map<Integer, Treatment> table) {
    put(table, new Throttle(HOURLY_LIMIT_HOLD), 4, 80007);
    put(table, new Throttle(THROUGHPUT_HOLD), 130429);
  }

  private static void put(Map<Integer, Treatment> table, Treatment treatment, int... codes) {
    for (int code : codes) {
      if (table.put(code, treatment) != null) {
        throw new IllegalStateException("listed twice: " + code);
      }
    }
  }
}
