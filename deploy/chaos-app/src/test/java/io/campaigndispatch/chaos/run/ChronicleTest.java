package io.campaigndispatch.chaos.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.chaos.proof.Disruption;
import io.campaigndispatch.chaos.proof.Disruption.Cause;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChronicleTest {

  private final Chronicle chronicle =
      new Chronicle(
          new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));

  @Test
  void log_withLostPartitions_isALostAssignmentUntilThen(@TempDir Path folder) throws IOException {
    Path log = folder.resolve("dispatcher-1.log");
    Files.writeString(
        log,
        """
        {"@timestamp":"2026-11-20T14:13:31.100Z","message":"partitions assigned count=4","event":{"action":"PARTITIONS_ASSIGNED"}}
        {"@timestamp":"2026-11-20T14:13:40.250Z","message":"partitions lost count=4","event":{"action":"PARTITIONS_LOST"}}
        {"@timestamp":"2026-11-20T14:13:41.000Z","message":"of a library: PARTITIONS_LOST"}
        campaign-dispatch: no line of JSON
        """);
    chronicle.read(1, log);
    assertThat(chronicle.disruptions())
        .singleElement()
        .returns(Cause.LOST_ASSIGNMENT, Disruption::cause)
        .returns(1, Disruption::slot)
        .returns(Instant.parse("2026-11-20T14:13:40.250Z"), Disruption::to);
  }

  @Test
  void log_thatIsNotThere_saysNothing(@TempDir Path folder) throws IOException {
    chronicle.read(1, folder.resolve("none.log"));
    assertThat(chronicle.disruptions()).isEmpty();
  }
}
