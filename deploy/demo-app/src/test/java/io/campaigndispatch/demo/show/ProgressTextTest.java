package io.campaigndispatch.demo.show;

import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.demo.scenario.Fleet;
import io.campaigndispatch.demo.scenario.Fleets;
import io.campaigndispatch.model.outcome.Status;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Progress in words, for people at terminals and for logs. */
class ProgressTextTest {

  private static final long SECOND = 1_000_000_000L;
  private static final Fleet FLEET = Fleets.of(12, 2_000);

  private final Board board = new Board(FLEET);

  @Test
  void plainLine_saysHowFarAndHowLongStill() {
    board.expect(Map.of("acme", 40L));
    end(10, Status.ACCEPTED);

    assertThat(ProgressText.plain(board, Duration.ofSeconds(2)))
        .isEqualTo("2 s: 10 of 40 done, 5.0/s, 0 failed, about 6 s to go");
  }

  @Test
  void plainLine_countsFailures() {
    board.expect(Map.of("acme", 40L));
    end(4, Status.FAILED);

    assertThat(ProgressText.plain(board, Duration.ofSeconds(2))).contains(", 4 failed");
  }

  @Test
  void requestsOfAnUnknownWorkspace_countToo() {
    board.expect(Map.of("nadie-1", 1L));
    board.ended("nadie-1", Status.FAILED);

    assertThat(ProgressText.plain(board, Duration.ZERO)).contains("1 of 1 done");
  }

  @Test
  void live_showsEveryWorkspaceWhereThereIsRoom() {
    List<String> lines = ProgressText.live(board, Duration.ofSeconds(3), 120, 40);

    assertThat(lines).hasSize(2 + FLEET.members().size() + 1);
    FLEET
        .members()
        .forEach(member -> assertThat(lines).anyMatch(line -> line.startsWith(member.id() + " ")));
  }

  @Test
  void live_sumsTheRestWhereThereIsNone() {
    List<String> lines = ProgressText.live(board, Duration.ofSeconds(3), 120, 10);

    assertThat(lines).hasSizeLessThan(10).anyMatch(line -> line.startsWith("and 8 more"));
    assertThat(lines.getLast()).startsWith("all ").contains("0/2,000");
  }

  @Test
  void live_staysWithinTheTerminalsWidth() {
    assertThat(ProgressText.live(board, Duration.ofSeconds(3), 40, 40))
        .allMatch(line -> line.length() < 40);
  }

  @Test
  void workspaceWithoutLimit_saysSo() {
    assertThat(ProgressText.live(board, Duration.ZERO, 120, 40))
        .anyMatch(line -> line.startsWith("escuela ") && line.contains("no limit"));
  }

  /** Ends so many within two seconds. */
  private void end(int requests, Status status) {
    board.sample(0);
    for (int i = 0; i < requests; i++) {
      board.ended("acme", status);
    }
    board.sample(2 * SECOND);
  }
}
