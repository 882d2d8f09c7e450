package io.campaigndispatch.demo.show;

import io.campaigndispatch.demo.proof.Ending;
import io.campaigndispatch.demo.proof.Evidence;
import io.campaigndispatch.demo.proof.Finding;
import io.campaigndispatch.demo.proof.Peak;
import io.campaigndispatch.demo.proof.Report;
import io.campaigndispatch.demo.proof.RequestKey;
import io.campaigndispatch.demo.proof.SentRecord;
import io.campaigndispatch.demo.proof.VendorCall;
import io.campaigndispatch.demo.scenario.Expected;
import io.campaigndispatch.demo.scenario.Fleet;
import io.campaigndispatch.demo.scenario.Kind;
import io.campaigndispatch.demo.scenario.Member;
import io.campaigndispatch.model.outcome.Status;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The final report in words. Pure. */
public final class ReportText {

  private static final int MOST_ROWS = 24;
  private static final int MOST_FINDINGS = 10;

  private ReportText() {}

  /** Tables, the line of conservation, the ledger's, and what is wrong. */
  public static List<String> lines(Report report, Fleet fleet, long retries) {
    List<String> lines = new ArrayList<>();
    lines.addAll(table(report, fleet));
    lines.add("");
    lines.addAll(troubles(report));
    lines.add("");
    lines.add(report.conservation().toString());
    lines.add(ledger(report, retries));
    lines.add(throttles(report));
    report.findings().stream().limit(MOST_FINDINGS).map(Finding::toString).forEach(lines::add);
    if (report.findings().size() > MOST_FINDINGS) {
      lines.add("and " + (report.findings().size() - MOST_FINDINGS) + " more");
    }
    return lines;
  }

  private static List<String> table(Report report, Fleet fleet) {
    boolean byVendor = fleet.members().size() > MOST_ROWS;
    Map<String, Map<Status, Long>> counts = new LinkedHashMap<>();
    Map<String, Peak> tightest = new HashMap<>();
    Map<String, String> rowOf = new HashMap<>();
    for (Member member : fleet.members()) {
      String row = byVendor ? member.vendor().id() : member.id();
      rowOf.put(member.id(), row);
      counts.computeIfAbsent(row, _ -> new EnumMap<>(Status.class));
    }
    for (Ending ending : report.evidence().endings()) {
      Map<Status, Long> row = counts.get(rowOf.getOrDefault(ending.workspaceId(), ""));
      if (row != null) {
        row.merge(ending.status(), 1L, Long::sum);
      }
    }
    for (Peak peak : report.peaks()) {
      for (String workspace : peak.ceiling().workspaces()) {
        tightest.merge(
            rowOf.getOrDefault(workspace, ""),
            peak,
            (one, other) -> used(one) >= used(other) ? one : other);
      }
    }
    Table table =
        new Table(
            "lrrrrrrrr",
            byVendor ? "vendor" : "workspace",
            "requests",
            "accepted",
            "failed",
            "expired",
            "cancelled",
            "duplicate",
            "uncertain",
            "fullest window");
    counts.forEach(
        (row, endings) ->
            table.add(
                row,
                count(endings.values().stream().mapToLong(Long::longValue).sum()),
                count(endings.getOrDefault(Status.ACCEPTED, 0L)),
                count(endings.getOrDefault(Status.FAILED, 0L)),
                count(endings.getOrDefault(Status.EXPIRED, 0L)),
                count(endings.getOrDefault(Status.CANCELLED, 0L)),
                count(endings.getOrDefault(Status.DUPLICATE, 0L)),
                count(endings.getOrDefault(Status.UNCERTAIN, 0L)),
                tightest.containsKey(row) ? window(tightest.get(row)) : "no limit"));
    return table.lines();
  }

  private static double used(Peak peak) {
    return (double) peak.most() / peak.ceiling().most();
  }

  private static String window(Peak peak) {
    return "%,d of %,d in %d s"
        .formatted(
            peak.most(), peak.ceiling().most(), peak.ceiling().bandwidth().per().toSeconds());
  }

  private static List<String> troubles(Report report) {
    Evidence evidence = report.evidence();
    Map<RequestKey, Kind> kinds = new HashMap<>();
    Map<Kind, Integer> records = new EnumMap<>(Kind.class);
    for (SentRecord record : evidence.sent()) {
      records.merge(record.kind(), 1, Integer::sum);
      for (Expected expected : record.expected()) {
        kinds.put(new RequestKey(record.source(), expected.requestId()), expected.kind());
      }
    }
    Map<Kind, Map<String, Integer>> became = new EnumMap<>(Kind.class);
    for (Ending ending : evidence.endings()) {
      count(became, kinds.get(ending.key()), text(ending));
    }
    evidence.deadLetters().forEach(letter -> count(became, kinds.get(letter.key()), "dead letter"));
    Table table = new Table("lrl", "what came in", "records", "what became of it");
    for (Kind kind : Kind.values()) {
      if (!kind.isOrdinary() && records.containsKey(kind)) {
        table.add(
            kind.title(),
            records.get(kind),
            became.getOrDefault(kind, Map.of()).entrySet().stream()
                .map(entry -> entry.getValue() + " " + entry.getKey())
                .collect(Collectors.joining(", ")));
      }
    }
    long refused = evidence.calls().stream().filter(VendorCall::throttled).count();
    table.add("calls answered 429", refused, "sent again when the vendor allowed");
    return table.lines();
  }

  private static void count(
      Map<Kind, Map<String, Integer>> became, @Nullable Kind kind, String what) {
    if (kind != null) {
      became.computeIfAbsent(kind, _ -> new TreeMap<>()).merge(what, 1, Integer::sum);
    }
  }

  private static String text(Ending ending) {
    return ending.code() == null ? ending.status().name() : ending.status() + " " + ending.code();
  }

  private static String ledger(Report report, long retries) {
    long taken = report.evidence().calls().stream().filter(VendorCall::taken).count();
    return report.ledgerAgrees()
        ? "ledger and outcomes agree one to one: %,d calls, %,d messages taken, none twice; %,d retries"
            .formatted(report.evidence().calls().size(), taken, retries)
        : "ledger and outcomes differ";
  }

  private static String throttles(Report report) {
    long above = report.peaks().stream().filter(Peak::isAboveRateAndBurst).count();
    String fullest =
        report.peaks().stream()
            .max(Comparator.comparingDouble(ReportText::used))
            .map(peak -> window(peak) + " (" + peak.ceiling().name() + ")")
            .orElse("none");
    long slowest = report.peaks().stream().mapToLong(Peak::slowestMillis).max().orElse(0);
    return "throttles: %,d limits, %s; fullest window %s; slowest call %,d ms"
        .formatted(
            report.peaks().size(),
            above == 0
                ? "none above rate + burst in any window"
                : "%,d above rate + burst by arrivals that bunched under way".formatted(above),
            fullest,
            slowest);
  }

  private static String count(long number) {
    return "%,d".formatted(number);
  }
}
