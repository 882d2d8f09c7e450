package io.campaigndispatch.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class OptionsTest {

  @Test
  void nothingAsked_isThreeRounds() {
    assertThat(Options.parse(List.of()))
        .isEqualTo(new Options(false, 3, null, null, List.of(), null, null));
  }

  @Test
  void quick_isOneRoundUnlessAskedOtherwise() {
    assertThat(Options.parse(List.of("--quick")).rounds()).isEqualTo(1);
    assertThat(Options.parse(List.of("--quick", "--rounds", "2")).rounds()).isEqualTo(2);
  }

  @Test
  void everyOption_isTaken() {
    assertThat(
            Options.parse(
                List.of(
                    "--rounds",
                    "5",
                    "--json",
                    "a.json",
                    "--svg",
                    "a.svg",
                    "--dispatcher",
                    "java -v",
                    "--only",
                    "a,B",
                    "--backlog",
                    "7")))
        .isEqualTo(
            new Options(
                false, 5, Path.of("a.json"), Path.of("a.svg"), List.of("A", "B"), "java -v", 7L));
  }

  @Test
  void mistakes_areNamed() {
    assertThatThrownBy(() -> Options.parse(List.of("--fast"))).hasMessage("unknown option --fast");
    assertThatThrownBy(() -> Options.parse(List.of("--json")))
        .hasMessage("--json: expected a value");
    assertThatThrownBy(() -> Options.parse(List.of("--rounds", "x")))
        .hasMessage("--rounds: expected a number, received x");
    assertThatThrownBy(() -> Options.parse(List.of("--rounds", "21")))
        .hasMessage("--rounds: expected 1 to 20, received 21");
    assertThatThrownBy(() -> Options.parse(List.of("--backlog", "0")))
        .hasMessage("--backlog: expected at least 1, received 0");
  }
}
