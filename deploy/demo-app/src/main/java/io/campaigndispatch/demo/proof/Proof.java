package io.campaigndispatch.demo.proof;

import io.campaigndispatch.demo.proof.Finding.Rule;
import io.campaigndispatch.demo.scenario.Ceiling;
import io.campaigndispatch.demo.scenario.Expected;
import io.campaigndispatch.model.outcome.Source;
import io.campaigndispatch.model.outcome.Status;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Holds the evidence against the campaign: each request ended exactly once and as it had to, dead
 * letters are the bytes that were sent, the vendors took what was accepted and nothing else, no
 * throttle was exceeded, and nothing is left over. Pure.
 */
public final class Proof {

  private final Evidence evidence;
  private final List<Ceiling> ceilings;
  private final List<Finding> findings = new ArrayList<>();
  private final Map<RequestKey, Expected> requests = new LinkedHashMap<>();
  private final Map<RequestKey, SentRecord> records = new HashMap<>();
  private final Map<RequestKey, Ending> endings = new HashMap<>();

  private Proof(Evidence evidence, List<Ceiling> ceilings) {
    this.evidence = evidence;
    this.ceilings = ceilings;
    for (SentRecord record : evidence.sent()) {
      for (Expected expected : record.expected()) {
        RequestKey key = new RequestKey(record.source(), expected.requestId());
        requests.put(key, expected);
        records.put(key, record);
      }
    }
  }

  /** Everything that is wrong, and what there is to show. */
  public static Report of(Evidence evidence, List<Ceiling> ceilings) {
    return new Proof(evidence, ceilings).report();
  }

  private Report report() {
    checkEndings();
    checkDeadLetters();
    checkMoves();
    new LedgerCheck(requests, endings, findings).check(evidence.calls());
    List<Peak> peaks = checkThrottles();
    Conservation conservation = Conservation.of(evidence);
    if (!conservation.holds()) {
      found(Rule.NOT_CONSERVED, conservation);
    }
    return new Report(evidence, findings, conservation, peaks);
  }

  private void checkEndings() {
    for (Ending ending : evidence.endings()) {
      Expected expected = requests.get(ending.key());
      if (expected == null
          || expected.fate().status() == null
          || ending.replay() != 0
          || !ending.workspaceId().equals(expected.workspaceId())) {
        found(Rule.OUTCOME_UNEXPECTED, ending.key() + " in " + ending.workspaceId());
      } else if (endings.putIfAbsent(ending.key(), ending) != null) {
        found(Rule.OUTCOME_REPEATED, ending.key());
      } else {
        compare(ending, expected);
      }
    }
    requests.forEach(
        (key, expected) -> {
          if (expected.fate().status() != null && !endings.containsKey(key)) {
            found(Rule.OUTCOME_MISSING, key + " (" + expected.kind().title() + ")");
          }
        });
  }

  private void compare(Ending ending, Expected expected) {
    String what = ending.key() + " (" + expected.kind().title() + "): ";
    if (ending.status() != expected.fate().status()) {
      found(
          Rule.WRONG_STATUS,
          what
              + "expected "
              + expected.fate()
              + ", received "
              + ending.status()
              + " "
              + ending.code());
      return;
    }
    String code = expected.fate() == expected.kind().fate() ? expected.kind().code() : null;
    if (code != null && !code.equals(ending.code())) {
      found(Rule.WRONG_CODE, what + "expected " + code + ", received " + ending.code());
    }
  }

  private void checkDeadLetters() {
    Map<RequestKey, DeadLetter> letters = new HashMap<>();
    for (DeadLetter letter : evidence.deadLetters()) {
      Expected expected = requests.get(letter.key());
      SentRecord record = records.get(letter.key());
      if (expected == null || record == null || !expected.fate().deadLetter()) {
        found(Rule.DEAD_LETTER_UNEXPECTED, letter.key() + " " + letter.code());
      } else if (letters.putIfAbsent(letter.key(), letter) != null) {
        found(Rule.DEAD_LETTER_REPEATED, letter.key());
      } else if (letter.fingerprint() != record.fingerprint()) {
        found(Rule.DEAD_LETTER_ALTERED, letter.key());
      }
    }
    requests.forEach(
        (key, expected) -> {
          if (expected.fate().deadLetter() && !letters.containsKey(key)) {
            found(Rule.DEAD_LETTER_MISSING, key + " (" + expected.kind().title() + ")");
          }
        });
  }

  private void checkMoves() {
    Map<Source, Integer> moves = new HashMap<>(evidence.moves());
    for (SentRecord record : evidence.sent()) {
      int moved = Objects.requireNonNullElse(moves.remove(record.source()), 0);
      if (moved != (record.away() ? 1 : 0)) {
        found(Rule.MOVED_WRONGLY, record.source() + " moved " + moved + " times");
      }
    }
    moves.forEach((source, count) -> found(Rule.MOVED_WRONGLY, source + " was never sent"));
  }

  private List<Peak> checkThrottles() {
    Map<String, List<Long>> times = new HashMap<>();
    for (VendorCall call : evidence.calls()) {
      if (call.workspaceId() != null) {
        times.computeIfAbsent(call.workspaceId(), _ -> new ArrayList<>()).add(call.atMillis());
      }
    }
    List<Peak> peaks = new ArrayList<>();
    for (Ceiling ceiling : ceilings) {
      long[] sorted =
          ceiling.workspaces().stream()
              .flatMap(workspace -> times.getOrDefault(workspace, List.of()).stream())
              .mapToLong(Long::longValue)
              .sorted()
              .toArray();
      Peak peak =
          new Peak(
              ceiling, Windows.most(sorted, ceiling.bandwidth().per()), slowestMillis(ceiling));
      peaks.add(peak);
      if (peak.isExceeded()) {
        found(
            Rule.THROTTLE_EXCEEDED,
            "%s: %d in %s, allowed %d"
                .formatted(ceiling.name(), peak.most(), ceiling.bandwidth().per(), peak.allowed()));
      }
    }
    return peaks;
  }

  private long slowestMillis(Ceiling ceiling) {
    return endings.values().stream()
        .filter(ending -> ending.status() == Status.ACCEPTED)
        .filter(ending -> ceiling.workspaces().contains(ending.workspaceId()))
        .mapToLong(Ending::vendorMillis)
        .max()
        .orElse(0);
  }

  private void found(Rule rule, Object where) {
    findings.add(new Finding(rule, where.toString()));
  }
}
