package io.campaigndispatch.chaos.proof;

import static java.util.stream.Collectors.groupingBy;

import io.campaigndispatch.chaos.load.Ceiling;
import io.campaigndispatch.chaos.load.Kind;
import io.campaigndispatch.chaos.proof.Finding.Rule;
import io.campaigndispatch.model.outcome.Source;
import io.campaigndispatch.model.outcome.Status;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Holds the producer's ledger against outcomes, dead letters and the vendors' ledger: each request
 * ended once, each call belongs to a request that wanted it, and no ceiling was exceeded. Pure.
 */
public final class Comparison {

  private final Evidence evidence;
  private final List<Ceiling> ceilings;
  private final List<Finding> findings = new ArrayList<>();
  private final Map<String, Integer> repeats = new TreeMap<>();
  private final Map<Source, List<Told>> told;
  private final Map<String, List<Seen>> seen;
  private final Map<Source, Long> deadLetters;
  private int machine;
  private int excepted;

  private Comparison(Evidence evidence, List<Ceiling> ceilings) {
    this.evidence = evidence;
    this.ceilings = ceilings;
    told = evidence.told().stream().collect(groupingBy(Told::source));
    seen =
        evidence.seen().stream()
            .filter(call -> call.recipient() != null)
            .sorted(Comparator.comparing(Seen::at))
            .collect(groupingBy(Comparison::recipient));
    deadLetters = new HashMap<>();
    evidence.deadLetters().forEach(source -> deadLetters.merge(source, 1L, Long::sum));
  }

  private static String recipient(Seen call) {
    return String.valueOf(call.recipient());
  }

  /** Everything that is wrong, and what there is to show. */
  public static Verdict of(Evidence evidence, List<Ceiling> ceilings) {
    return new Comparison(evidence, ceilings).verdict();
  }

  private Verdict verdict() {
    Map<Status, Integer> ended = new EnumMap<>(Status.class);
    evidence.published().forEach(record -> checkEnd(record, ended));
    checkStrangers();
    Map<String, List<Published>> requests =
        evidence.published().stream().collect(groupingBy(Published::requestId));
    requests.values().forEach(this::checkRequest);
    checkRates();
    if (evidence.unaccounted() != 0) {
      found(Rule.UNACCOUNTED, "dispatch_unaccounted_requests is " + evidence.unaccounted());
    }
    return new Verdict(
        evidence.published().size(),
        evidence.seen().size(),
        ended,
        repeats,
        machine,
        excepted,
        findings);
  }

  private List<Told> toldOf(Published record) {
    return told.getOrDefault(record.source(), List.of());
  }

  private List<Told> ends(Published record) {
    return toldOf(record).stream().filter(outcome -> outcome.status().isFinal()).toList();
  }

  private void checkEnd(Published record, Map<Status, Integer> ended) {
    List<Told> ends = ends(record);
    boolean silent = record.kind() == Kind.JUNK;
    if (ends.isEmpty() && !silent) {
      found(Rule.LOST, "no final outcome: " + record);
    }
    if (ends.size() > 1 || (silent && !ends.isEmpty())) {
      found(Rule.ENDED_TWICE, ends.size() + " final outcomes: " + record + " " + ends);
    }
    ends.forEach(end -> ended.merge(end.status(), 1, Integer::sum));
    boolean letter =
        silent
            || ends.stream()
                .anyMatch(e -> e.status() == Status.FAILED || e.status() == Status.UNCERTAIN);
    long letters = deadLetters.getOrDefault(record.source(), 0L);
    if (letter && letters == 0) {
      found(Rule.LOST, "no dead letter: " + record);
    }
    if (letters > (letter ? 1 : 0)) {
      found(Rule.ENDED_TWICE, letters + " dead letters: " + record);
    }
  }

  /** Outcomes, dead letters and calls of what nobody published. */
  private void checkStrangers() {
    Set<Source> sources = new HashSet<>();
    Set<String> recipients = new HashSet<>();
    for (Published record : evidence.published()) {
      sources.add(record.source());
      recipients.add(record.recipient());
    }
    told.keySet().stream()
        .filter(source -> !sources.contains(source))
        .forEach(source -> found(Rule.UNACCOUNTED, "an outcome of no record: " + source));
    deadLetters.keySet().stream()
        .filter(source -> !sources.contains(source))
        .forEach(source -> found(Rule.UNACCOUNTED, "a dead letter of no record: " + source));
    seen.forEach(
        (recipient, calls) -> {
          if (!recipients.contains(recipient)) {
            found(Rule.UNACCOUNTED, "calls for nobody: " + calls);
          }
        });
  }

  /** Of the records of one request id all but one are duplicates; that one's are the calls. */
  private void checkRequest(List<Published> records) {
    List<Published> first =
        records.stream()
            .filter(record -> ends(record).stream().noneMatch(e -> e.status() == Status.DUPLICATE))
            .toList();
    if (first.size() != 1) {
      boolean anyOpen = records.stream().anyMatch(record -> ends(record).isEmpty());
      if (first.isEmpty() || !anyOpen) {
        found(
            first.isEmpty() ? Rule.LOST : Rule.ENDED_TWICE,
            first.size() + " of " + records.size() + " records are no duplicates: " + records);
      }
      return;
    }
    Published request = first.getFirst();
    List<Seen> calls = seen.getOrDefault(request.recipient(), List.of());
    if ((request.kind() == Kind.INVALID || request.kind() == Kind.JUNK) && !calls.isEmpty()) {
      found(Rule.UNACCOUNTED, "called although it cannot be sent: " + request + " " + calls);
    }
    List<Told> ends = ends(request);
    new CallCheck(evidence.disruptions(), repeats, this::found)
        .check(request, ends.isEmpty() ? null : ends.getFirst(), toldOf(request), calls);
  }

  private void checkRates() {
    Map<String, String> workspaces = new HashMap<>();
    evidence.published().forEach(r -> workspaces.put(r.recipient(), r.workspace()));
    List<Seen> inOrder = evidence.seen().stream().sorted(Comparator.comparing(Seen::at)).toList();
    RateCheck check = new RateCheck(workspaces, evidence.awakenings());
    for (Ceiling ceiling : ceilings) {
      RateCheck.Result result = check.check(ceiling, inOrder);
      machine += result.machine();
      excepted += result.excepted();
      if (result.over() > 0) {
        found(Rule.RATE_EXCEEDED, result.text());
      }
    }
  }

  private void found(Rule rule, Object text) {
    findings.add(new Finding(rule, text.toString()));
  }
}
