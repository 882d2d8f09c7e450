package io.campaigndispatch.demo;

import io.campaigndispatch.demo.proof.Report;
import io.campaigndispatch.demo.run.Campaign;
import io.campaigndispatch.demo.run.Installation;
import io.campaigndispatch.demo.run.Results;
import io.campaigndispatch.demo.scenario.Fleet;
import io.campaigndispatch.demo.scenario.Fleets;
import io.campaigndispatch.demo.scenario.Scenario;
import io.campaigndispatch.demo.show.Display;
import io.campaigndispatch.demo.show.ReportText;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One run of the demo, and its end however it comes. */
final class Demo {

  private static final int MOST_LOG_LINES = 10;

  private final Display display;
  private final WorkingFolder folder;
  private volatile @Nullable Installation installation;
  private volatile boolean ending;

  Demo(Display display, WorkingFolder folder) {
    this.display = display;
    this.folder = folder;
  }

  /** Runs it; whether every check holds. */
  boolean run(int workspaces, int messages, long seed, boolean keep)
      throws IOException, ExecutionException, InterruptedException {
    try {
      return runInOrder(workspaces, messages, seed, keep);
    } catch (IOException | ExecutionException | RuntimeException e) {
      waitIfEnding();
      throw e;
    }
  }

  private boolean runInOrder(int workspaces, int messages, long seed, boolean keep)
      throws IOException, ExecutionException, InterruptedException {
    Fleet fleet = Fleets.of(workspaces, messages);
    Scenario scenario = new Scenario(fleet, seed);
    display.waitFor("starting Kafka, the dispatcher and a vendor sandbox …");
    Installation started = Installation.prepare(folder.path(), fleet);
    installation = started;
    started.startDispatcher();
    display.say(
        "%,d requests over %,d workspaces and all vendors, one in a hundred of them bad"
            .formatted(messages, workspaces));
    Campaign campaign = new Campaign(started, scenario);
    campaign.publish();
    try (Results results = new Results(started.bootstrapServers())) {
      campaign.follow(results, display::show);
      display.waitFor("checking …");
      Report report = campaign.prove(results);
      boolean holds = report.holds() & dispatcherAgrees(started, report);
      display.say("");
      ReportText.lines(report, fleet, results.retries()).forEach(display::say);
      first(campaign);
      display.say(holds ? "every check holds" : "NOT every check holds");
      if (!holds) {
        logLines(started).forEach(display::say);
      }
      if (keep) {
        stay(started);
      }
      return holds;
    }
  }

  /** The dispatcher's own counters, beside what Kafka says. */
  private boolean dispatcherAgrees(Installation started, Report report) {
    var snapshot = started.snapshot();
    long read =
        snapshot.workspaces().values().stream().mapToLong(view -> view.tally().read()).sum();
    long ours = report.conservation().read() - report.conservation().fannedOut();
    boolean agrees = read == ours && snapshot.unaccounted() == 0 && snapshot.openRequests() == 0;
    if (!agrees) {
      display.say(
          "the dispatcher counts otherwise: read %,d (Kafka: %,d), open %,d, unaccounted %,d"
              .formatted(read, ours, snapshot.openRequests(), snapshot.unaccounted()));
    }
    return agrees;
  }

  private void first(Campaign campaign) {
    Instant first = campaign.firstAccepted();
    if (first != null) {
      Instant start = Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime());
      display.say(
          "first message accepted %.1f s after the start of the process"
              .formatted(Duration.between(start, first).toMillis() / 1e3));
    }
  }

  private static List<String> logLines(Installation started) throws IOException {
    try (Stream<String> lines = Files.lines(started.logFile())) {
      return lines
          .filter(
              line -> line.contains("\"level\":\"WARN\"") || line.contains("\"level\":\"ERROR\""))
          .limit(MOST_LOG_LINES)
          .toList();
    }
  }

  private void stay(Installation started) throws InterruptedException {
    display.say("");
    display.say("Kafka           " + started.bootstrapServers());
    display.say("dispatcher      " + started.dispatcherUri() + "/actuator/health/readiness");
    display.say("vendor sandbox  " + started.sandbox().uri() + "/sandbox/stats");
    display.say("files           " + folder.path());
    display.say("Ctrl-C ends it");
    new CountDownLatch(1).await();
  }

  /** While the process ends, whatever breaks does so because of that: not worth a word. */
  private void waitIfEnding() {
    while (ending) {
      LockSupport.park();
    }
  }

  /**
   * Stops everything and deletes the folder; in a hurry, because the process is ending.
   *
   * @param longest that stopping may take
   */
  void end(Duration longest) {
    ending = true;
    display.close();
    Installation started = installation;
    if (started != null) {
      Thread closing = Thread.ofPlatform().daemon().start(started::close);
      try {
        closing.join(longest);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    folder.delete();
  }
}
