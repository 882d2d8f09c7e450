package io.campaigndispatch.demo.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.dispatcher.control.DirectoryFile;
import io.campaigndispatch.dispatcher.control.DirectoryResult;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who sends, and how fast. */
class FleetsTest {

  @ParameterizedTest
  @CsvSource({"4,300", "12,2000", "60,5000", "200,100000", "2000,6000", "12,100000"})
  void shares_addUpToTheCampaign(int workspaces, int messages) {
    Fleet fleet = Fleets.of(workspaces, messages);

    assertThat(fleet.members()).hasSize(workspaces).allMatch(member -> member.messages() > 0);
    assertThat(fleet.members().stream().mapToInt(Member::messages).sum()).isEqualTo(messages);
  }

  @ParameterizedTest
  @CsvSource({"12,2000", "60,5000", "200,100000"})
  void everyShare_isDoneInTheTimeThatIsMeant(int workspaces, int messages) {
    Fleet fleet = Fleets.of(workspaces, messages);

    assertThat(fleet.members())
        .allMatch(member -> member.messages() / fleet.allowedPerSecond(member) <= fleet.seconds());
  }

  @Test
  void throttles_areOfEveryShape() {
    Fleet fleet = Fleets.of(12, 2_000);

    assertThat(fleet.members())
        .anyMatch(member -> member.throttle().size() == 2)
        .anyMatch(member -> member.throttle().size() == 1)
        .anyMatch(member -> member.group() != null)
        .anyMatch(member -> member.throttle().isEmpty() && member.group() == null);
  }

  @Test
  void file_isOneThatTheDispatcherTakes(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("workspaces.yaml");
    Fleet fleet = Fleets.of(60, 5_000);
    Files.writeString(file, fleet.yaml(_ -> URI.create("http://127.0.0.1:1/vendor"), folder));

    assertThat(DirectoryFile.read(file))
        .isInstanceOfSatisfying(
            DirectoryResult.Loaded.class,
            loaded -> assertThat(loaded.directory().workspaces()).hasSize(60));
  }

  @Test
  void platicaKeys_haveTheirOwnCeiling() {
    assertThat(Fleets.of(12, 2_000).ceilings())
        .anySatisfy(
            ceiling -> {
              assertThat(ceiling.workspaces()).containsExactlyInAnyOrder("bodega", "farmacia");
              assertThat(ceiling.most()).isEqualTo(30);
            });
  }
}
