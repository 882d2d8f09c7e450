package io.campaigndispatch.chaos.run;

import io.campaigndispatch.chaos.cluster.Dispatcher;
import io.campaigndispatch.chaos.load.Ceiling;
import io.campaigndispatch.chaos.proof.Comparison;
import io.campaigndispatch.chaos.proof.Evidence;
import io.campaigndispatch.chaos.proof.Published;
import io.campaigndispatch.chaos.proof.Seen;
import io.campaigndispatch.chaos.proof.Verdict;
import io.campaigndispatch.sandbox.Sandbox;
import io.campaigndispatch.sandbox.ledger.Call;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Closes an installation's accounts: waits for the last outcome, gathers the evidence, judges. */
final class Accounts {

  private static final Duration POLL = Duration.ofMillis(200);

  /** Nothing happened for so long: it never will. */
  private static final Duration STALLED = Duration.ofSeconds(120);

  /** How long nothing may happen after the last end, so that what should not come can come. */
  private static final Duration QUIET = Duration.ofSeconds(3);

  private final Installation installation;
  private final List<Ceiling> ceilings;
  private final Chronicle chronicle;
  private final Path folder;

  Accounts(Installation installation, List<Ceiling> ceilings, Chronicle chronicle, Path folder) {
    this.installation = installation;
    this.ceilings = ceilings;
    this.chronicle = chronicle;
    this.folder = folder;
  }

  /**
   * What came of a load.
   *
   * @param drained how long everything took to end once all was calm
   */
  record Closed(Verdict verdict, Evidence evidence, Duration drained) {}

  /**
   * Stops the dispatchers once every record has ended, or nothing has for long.
   *
   * @param calmNanos since when all is calm
   */
  Closed close(List<Published> published, long calmNanos) throws IOException, InterruptedException {
    try (Results results = new Results(installation.brokers().bootstrap())) {
      Duration drained = drain(results, published.size(), calmNanos);
      chronicle.say("%d of %d records ended".formatted(results.ended(), published.size()));
      long unaccounted = unaccounted();
      installation.stopDispatchers();
      results.readToEnd();
      Evidence evidence = evidence(published, results, unaccounted);
      Verdict verdict = Comparison.of(evidence, ceilings);
      keep(evidence, verdict);
      return new Closed(verdict, evidence, drained);
    }
  }

  /** Reads until every record has ended and nothing moves any more, or nothing has for long. */
  private static Duration drain(Results results, int records, long sinceNanos) {
    long changed = System.nanoTime();
    long last = changed;
    int seen = 0;
    while (true) {
      results.poll(POLL);
      long now = System.nanoTime();
      int told = results.told().size() + results.deadLetters().size();
      if (told != seen) {
        seen = told;
        changed = now;
        last = now;
      }
      boolean done = results.ended() >= records;
      if (now - changed > (done ? QUIET : STALLED).toNanos()) {
        return Duration.ofNanos(last - sinceNanos);
      }
    }
  }

  private long unaccounted() {
    double sum = 0;
    for (Dispatcher dispatcher : installation.dispatchers()) {
      sum += Math.abs(dispatcher.metric("dispatch_unaccounted_requests").orElse(0));
    }
    return Math.round(sum);
  }

  private Evidence evidence(List<Published> published, Results results, long unaccounted)
      throws IOException {
    for (int slot = 0; slot < installation.dispatchers().size(); slot++) {
      chronicle.read(slot, installation.dispatchers().get(slot).log());
    }
    Sandbox sandbox = installation.sandbox();
    if (sandbox.ledgerSize().dropped() > 0) {
      throw new IllegalStateException("the vendors' ledger had no room for every call");
    }
    List<Seen> seen = new ArrayList<>();
    for (Call call : sandbox.calls()) {
      if (call.recipient() != null) {
        seen.add(
            Seen.of(
                call,
                installation.standStills().earliest(call.at()),
                installation.standStills().lateness(call.at())));
      }
    }
    return new Evidence(
        published,
        results.told(),
        results.deadLetters(),
        seen,
        chronicle.disruptions(),
        chronicle.awakenings(),
        unaccounted);
  }

  /** For whoever looks into a failure. */
  private void keep(Evidence evidence, Verdict verdict) throws IOException {
    Files.write(folder.resolve("findings.txt"), lines(verdict.findings()));
    Files.write(folder.resolve("published.txt"), lines(evidence.published()));
    Files.write(folder.resolve("outcomes.txt"), lines(evidence.told()));
    Files.write(
        folder.resolve("calls.txt"),
        evidence.seen().stream()
            .map(
                call ->
                    call.recipient()
                        + " earliest "
                        + call.earliest()
                        + " late "
                        + call.lateMillis()
                        + " "
                        + call)
            .toList());
    Files.write(folder.resolve("disruptions.txt"), lines(evidence.disruptions()));
  }

  private static List<String> lines(List<? extends Record> records) {
    return records.stream().map(Record::toString).toList();
  }
}
