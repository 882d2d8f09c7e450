package io.campaigndispatch.chaos.proof;

import io.campaigndispatch.chaos.load.Ceiling;
import io.campaigndispatch.chaos.load.Kind;
import io.campaigndispatch.chaos.proof.Seen.Answer;
import io.campaigndispatch.model.outcome.Source;
import io.campaigndispatch.model.outcome.Status;
import io.campaigndispatch.model.send.OnUncertain;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A run in which all went well, to be spoiled by a test in one point. */
final class Cases {

  static final Instant START = Instant.parse("2027-01-01T10:00:00Z");
  static final Ceiling CEILING = new Ceiling("acme", Set.of("acme"), 2, 1);

  final List<Published> published = new ArrayList<>();
  final List<Told> told = new ArrayList<>();
  final List<Source> deadLetters = new ArrayList<>();
  final List<Seen> seen = new ArrayList<>();
  final List<Disruption> disruptions = new ArrayList<>();
  final List<Instant> awakenings = new ArrayList<>();
  long unaccounted;

  static Instant at(long millis) {
    return START.plusMillis(millis);
  }

  static Source source(int number) {
    return new Source("dispatch.requests", 0, number);
  }

  static String recipient(int number) {
    return "52155000" + number;
  }

  Cases published(int number, Kind kind, OnUncertain onUncertain) {
    published.add(
        new Published(
            source(number),
            kind,
            "acme",
            "r" + number,
            recipient(number),
            onUncertain,
            null,
            null));
    return this;
  }

  Cases told(int number, Status status, int attempt, boolean uncertain, long millis) {
    told.add(new Told(source(number), "r" + number, 0, status, attempt, uncertain, at(millis)));
    return this;
  }

  Cases called(int number, Answer answer, boolean taken, long millis) {
    seen.add(new Seen(recipient(number), at(millis), at(millis), 0, answer, taken));
    return this;
  }

  /** A request that was published, taken and accepted, each in its second. */
  Cases accepted(int number, OnUncertain onUncertain) {
    return published(number, Kind.ORDINARY, onUncertain)
        .called(number, Answer.TAKEN, true, 1_000L * number)
        .told(number, Status.ACCEPTED, 1, false, 1_000L * number + 50);
  }

  Verdict verdict() {
    return Comparison.of(
        new Evidence(published, told, deadLetters, seen, disruptions, awakenings, unaccounted),
        List.of(CEILING));
  }
}
