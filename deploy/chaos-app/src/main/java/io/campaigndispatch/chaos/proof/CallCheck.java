package io.campaigndispatch.chaos.proof;

import io.campaigndispatch.chaos.proof.Finding.Rule;
import io.campaigndispatch.model.outcome.Status;
import io.campaigndispatch.model.send.OnUncertain;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Holds the calls for one request against what it asked for and what was told of it. */
final class CallCheck {

  static final String UNCERTAIN_ANSWER = "uncertain answer";

  /** Between the last look at the clock and the vendor's lies a machine with much to do. */
  private static final Duration UNDER_WAY = Duration.ofSeconds(2);

  private final List<Disruption> disruptions;
  private final Map<String, Integer> repeats;
  private final BiConsumer<Rule, String> found;

  /**
   * @param repeats where repeats with a cause are counted
   * @param found where findings go
   */
  CallCheck(
      List<Disruption> disruptions, Map<String, Integer> repeats, BiConsumer<Rule, String> found) {
    this.disruptions = disruptions;
    this.repeats = repeats;
    this.found = found;
  }

  /**
   * @param request the record that was sent, not one that repeats its id
   * @param end its final outcome; null when it has none
   * @param told everything told of it
   * @param calls for it, in their order
   */
  void check(Published request, @Nullable Told end, List<Told> told, List<Seen> calls) {
    String story = request + ": " + calls + ", " + told.stream().map(CallCheck::line).toList();
    boolean twice = false;
    for (int i = 1; i < calls.size(); i++) {
      Seen first = calls.get(i - 1);
      if (!first.asksForAnother()) {
        again(request, first, calls.get(i), told, story);
        twice = true;
      }
    }
    // What the vendor says it did not take need not count: throttled attempts are free, and so are
    // those that an open breaker learns from (ADR 0017).
    long attempts = calls.stream().filter(c -> !c.asksForAnother()).count();
    if (request.onUncertain() == OnUncertain.HOLD
        && !twice
        && end != null
        && attempts > end.attempt()) {
      found.accept(
          Rule.HOLD_CALLED_TWICE, attempts + " calls for " + end.attempt() + " attempts: " + story);
    }
    checkEnd(end, told, calls, story);
    checkTimes(request, calls, story);
  }

  private void again(Published request, Seen first, Seen again, List<Told> told, String story) {
    if (request.onUncertain() == OnUncertain.HOLD) {
      found.accept(Rule.HOLD_CALLED_TWICE, story);
      return;
    }
    String cause = cause(first, again, told);
    if (cause == null) {
      found.accept(Rule.REPEATED_WITHOUT_CAUSE, story);
    } else {
      repeats.merge(cause, 1, Integer::sum);
    }
  }

  /** Why there was another call; null when there was no reason. */
  private @Nullable String cause(Seen first, Seen again, List<Told> told) {
    if (first.answer() == Seen.Answer.NOTHING || isToldUncertain(first, again.at(), told)) {
      return UNCERTAIN_ANSWER;
    }
    return disruptions.stream()
        .filter(disruption -> disruption.explains(first, again))
        .map(disruption -> disruption.cause().title())
        .findFirst()
        .orElse(null);
  }

  private static boolean isToldUncertain(Seen first, Instant until, List<Told> told) {
    return told.stream()
        .anyMatch(
            outcome ->
                outcome.uncertain()
                    && !outcome.at().isBefore(first.at())
                    && !outcome.at().isAfter(until));
  }

  /** What the vendor took is told as accepted, and nothing else is; or nobody can know. */
  private void checkEnd(@Nullable Told end, List<Told> told, List<Seen> calls, String story) {
    if (end == null) {
      return;
    }
    boolean taken = calls.stream().anyMatch(Seen::taken);
    switch (end.status()) {
      case ACCEPTED -> {
        if (!taken) {
          found.accept(Rule.UNACCOUNTED, "accepted, and no vendor took it: " + story);
        }
      }
      case UNCERTAIN -> {
        if (calls.isEmpty() && !isAnyDisruption(end)) {
          found.accept(Rule.UNACCOUNTED, "uncertain, and never called: " + story);
        }
      }
      case FAILED, EXPIRED, CANCELLED, SUPPRESSED -> {
        boolean known =
            calls.stream()
                .filter(Seen::taken)
                .anyMatch(
                    call ->
                        call.answer() == Seen.Answer.TAKEN
                            && !isToldUncertain(call, Instant.MAX, told)
                            && disruptions.stream().noneMatch(d -> d.explains(call, last(end))));
        if (known) {
          found.accept(Rule.UNACCOUNTED, "taken by the vendor, and not told: " + story);
        }
      }
      case DUPLICATE, SCHEDULED, RETRYING -> {}
    }
  }

  /** A marker may have been written for a call that was never made. */
  private boolean isAnyDisruption(Told end) {
    return disruptions.stream().anyMatch(disruption -> !end.at().isBefore(disruption.from()));
  }

  private static Seen last(Told end) {
    return new Seen(null, end.at(), end.at(), 0, Seen.Answer.NOTHING, false);
  }

  private void checkTimes(Published request, List<Seen> calls, String story) {
    for (Seen call : calls) {
      Instant due = request.dueAt();
      Instant expires = request.expiresAt();
      if (due != null && call.at().plusMillis(1).isBefore(due)) {
        found.accept(Rule.OUT_OF_TIME, "due " + due + ": " + story);
      }
      if (expires != null && call.earliest().isAfter(expires.plus(UNDER_WAY))) {
        found.accept(Rule.OUT_OF_TIME, "expired " + expires + ": " + story);
      }
    }
  }

  private static String line(Told outcome) {
    Status status = outcome.status();
    return status + " attempt " + outcome.attempt() + " at " + outcome.at();
  }
}
