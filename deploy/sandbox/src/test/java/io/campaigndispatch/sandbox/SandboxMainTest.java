package io.campaigndispatch.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class SandboxMainTest {
  @RegisterExtension final RunningSandbox sandbox = RunningSandbox.open();

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--bogus | Unknown option: '--bogus'",
        "--port=x | Invalid value for option '--port'",
        "--port=70000 | port 70000: expected 0 to 65535",
        "--templates=maybe | Invalid value for option '--templates'",
        "--latency-ms=-1 | latency",
        "--ledger-mib=0 | ledger 0: expected at least 1 MiB"
      })
  void wrongOption_isOneLineAndExitStatus2(String option, String line) {
    assertThat(run(option)).isEqualTo(2);
    assertThat(err.toString()).startsWith("vendor-sandbox: ").contains(line);
    assertThat(err.toString().lines()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"--config=nowhere.yaml, nowhere.yaml: cannot be read", "--port=, cannot listen on"})
  void failureToStart_isOneLineAndExitStatus1(String option, String line) {
    String taken = option.equals("--port=") ? option + sandbox.sandbox().port() : option;

    assertThat(run(taken)).isEqualTo(1);
    assertThat(err.toString()).startsWith("vendor-sandbox: ").contains(line);
    assertThat(err.toString().lines()).hasSize(1);
  }

  @Test
  void help_listsEveryOption() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString())
        .contains("--port", "--host", "--config", "--templates", "--latency-ms", "--ledger-mib");
  }

  private int run(String option) {
    CommandLine command = SandboxMain.commandLine();
    command.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    int status = command.execute(option);
    command.getOut().flush();
    command.getErr().flush();
    return status;
  }
}
