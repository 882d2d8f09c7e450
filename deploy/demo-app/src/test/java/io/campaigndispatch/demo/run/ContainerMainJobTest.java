package io.campaigndispatch.demo.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.campaigndispatch.demo.proof.Finding;
import io.campaigndispatch.demo.proof.Report;
import io.campaigndispatch.demo.scenario.Fleet;
import io.campaigndispatch.demo.scenario.Fleets;
import io.campaigndispatch.demo.scenario.Scenario;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.utils.AppInfoParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;

/**
 * The main job with Kafka's own image instead of the embedded broker. Needs a Docker engine:
 * without one it is skipped and says so, unless {@code DISPATCH_REQUIRE_DOCKER} is set (as {@code
 * .ci/run} does).
 */
@Timeout(300)
class ContainerMainJobTest {

  private static final String IMAGE = "apache/kafka:" + AppInfoParser.getVersion();

  @TempDir private Path folder;

  @Test
  void campaignThroughKafkaInAContainer_endsWithoutLossOrRepetition()
      throws IOException, ExecutionException, InterruptedException {
    boolean engine = DockerClientFactory.instance().isDockerAvailable();
    boolean required = System.getenv("DISPATCH_REQUIRE_DOCKER") != null;
    System.out.println(
        engine
            ? "Container test: runs with " + IMAGE
            : "Container test: NOT RUN, since no Docker engine answers");
    assumeTrue(engine || required, "no Docker engine answers");
    Fleet fleet = Fleets.of(12, 500);
    try (KafkaContainer kafka = new KafkaContainer(IMAGE)) {
      kafka.start();
      try (Installation installation =
          Installation.prepare(folder, fleet, kafka.getBootstrapServers())) {
        installation.startDispatcher();
        Campaign campaign = new Campaign(installation, new Scenario(fleet, 500));
        campaign.publish();
        try (Results results = new Results(installation.bootstrapServers())) {
          campaign.follow(results, (_, _) -> {});
          Report report = campaign.prove(results);
          assertThat(report.findings().stream().limit(10).map(Finding::toString)).isEmpty();
          assertThat(report.conservation().holds()).isTrue();
        }
      }
    }
  }
}
