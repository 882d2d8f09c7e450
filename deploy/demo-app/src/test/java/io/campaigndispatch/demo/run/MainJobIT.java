package io.campaigndispatch.demo.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.demo.proof.Finding;
import io.campaigndispatch.demo.proof.Report;
import io.campaigndispatch.demo.scenario.Fleet;
import io.campaigndispatch.demo.scenario.Fleets;
import io.campaigndispatch.demo.scenario.Scenario;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The main job: a campaign over real Kafka to every documented vendor, proved from Kafka and the
 * vendors' ledger. With other figures: {@code ./deploy/demo --messages 100000 --workspaces 200}.
 */
@Timeout(300)
class MainJobIT {

  private static final int MOST_BEFORE_THE_STOP = 1_400;

  /** Starts, ends and partitions: far fewer than requests. */
  private static final int MOST_OTHER_LINES = 200;

  @TempDir private Path folder;

  @Test
  void campaignOverAllVendors_endsWithoutLossOrRepetition()
      throws IOException, ExecutionException, InterruptedException {
    Fleet fleet = Fleets.of(200, 5_000);
    try (Installation installation = Installation.prepare(folder, fleet)) {
      installation.startDispatcher();
      Campaign campaign = new Campaign(installation, new Scenario(fleet, 5_000));
      campaign.publish();
      try (Results results = new Results(installation.bootstrapServers())) {
        campaign.follow(results, (_, _) -> {});

        assertSound(campaign.prove(results));
        assertThat(installation.snapshot().unaccounted()).isZero();
        assertThat(installation.snapshot().openRequests()).isZero();
      }
      assertLogged(LoggedRun.read(installation, fleet));
    }
  }

  @Test
  void stopInTheMiddleAndRestart_losesAndRepeatsNothing()
      throws IOException, ExecutionException, InterruptedException {
    Fleet fleet = Fleets.of(12, 1_500);
    try (Installation installation = Installation.prepare(folder, fleet)) {
      installation.startDispatcher();
      Campaign campaign = new Campaign(installation, new Scenario(fleet, 1_500));
      campaign.publish();
      try (Results before = new Results(installation.bootstrapServers())) {
        campaign.followUntil(before, 0.6);
        assertThat(before.endings().size()).isLessThan(MOST_BEFORE_THE_STOP);
      }

      installation.stopDispatcher();
      installation.startDispatcher();

      try (Results results = new Results(installation.bootstrapServers())) {
        campaign.follow(results, (_, _) -> {});
        assertSound(campaign.prove(results));
      }
      assertLogged(LoggedRun.read(installation, fleet));
    }
  }

  /** A line for each request that was rejected, none for any other, and nobody's number in any. */
  private static void assertLogged(LoggedRun run) {
    assertThat(run.findings().stream().limit(10)).isEmpty();
    assertThat(run.rejected()).isNotEmpty();
    assertThat(run.told()).containsExactlyInAnyOrderElementsOf(run.rejected());
    assertThat(run.lines() - run.told().size()).isLessThan(MOST_OTHER_LINES);
  }

  private static void assertSound(Report report) {
    assertThat(report.findings().stream().limit(10).map(Finding::toString)).isEmpty();
    assertThat(report.conservation().holds()).isTrue();
  }
}
