package io.campaigndispatch.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class ChaosMainTest {

  private final StringWriter said = new StringWriter();
  private final CommandLine command =
      ChaosMain.commandLine().setOut(new PrintWriter(said)).setErr(new PrintWriter(said));

  @Test
  void help_namesEveryOption() {
    assertThat(command.execute("--help")).isZero();
    assertThat(said.toString())
        .contains("--seed=", "--seeds=", "--seconds=", "--dispatchers=", "--rolling");
  }

  @ParameterizedTest
  @CsvSource({
    "--seeds,0",
    "--seconds,9",
    "--seconds,3601",
    "--dispatchers,9",
    "--seed,x",
    "--no,1"
  })
  void option_outOfItsRange_isRefusedByName(String option, String value) {
    assertThat(command.execute(option + "=" + value)).isEqualTo(2);
    assertThat(said.toString()).contains(option);
  }
}
