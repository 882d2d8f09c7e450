package io.campaigndispatch.chaos.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class DrillMainTest {

  private final StringWriter said = new StringWriter();
  private final CommandLine command =
      DrillMain.commandLine().setOut(new PrintWriter(said)).setErr(new PrintWriter(said));

  @Test
  void help_namesEveryOption() {
    assertThat(command.execute("--help")).isZero();
    assertThat(said.toString()).contains("--faster=", "--real-time", "--only=", "--report=");
  }

  @ParameterizedTest
  @CsvSource({"--faster,0", "--faster,16", "--no,1"})
  void option_outOfItsRange_isRefusedByName(String option, String value) {
    assertThat(command.execute(option + "=" + value)).isEqualTo(2);
    assertThat(said.toString()).contains(option);
  }
}
