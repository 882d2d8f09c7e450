package io.campaigndispatch.dispatcher.deadletters.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Options are judged before Kafka is asked for anything. */
class DeadLettersCommandTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String line) {
    CommandLine command =
        DeadLettersCommand.of(
                () -> {
                  throw new IllegalStateException("asked for Kafka");
                })
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .setExecutionExceptionHandler((_, _, _) -> 42);
    return command.execute(line.isEmpty() ? new String[0] : line.split(" ", -1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "list",
        "list --workspace acme --campaign spring --category uncertain --code TIMEOUT",
        "list --from 2026-11-20 --until 2026-11-21T08:00:00Z --request-id r1 --open --json",
        "show 3@42",
        "show 01JD3Z8Q6V5T8W0K3N2M1A9B7C",
        "replay --dry-run",
        "replay 3@42 dispatch.dead-letters-3@43 --max 10 --rate 5 --by ana --yes",
        "resolve --as accepted 3@42",
        "resolve --as resend --category UNCERTAIN --yes"
      })
  void goodLine_isCarriedOut(String line) {
    assertThat(run(line)).isEqualTo(42);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "list --category NONE | RETRY_SOON",
        "list --from yesterday | expected an ISO-8601 time",
        "show | PARTITION@OFFSET",
        "resolve 3@42 | --as",
        "resolve --as maybe | accepted",
        "nothing | nothing"
      })
  void mistake_isNamedAndNothingAskedFor(String line, String named) {
    assertThat(run(line)).isEqualTo(2);
    assertThat(err.toString()).contains(named);
  }

  @Test
  void withoutACommand_theCommandsAreNamed() {
    assertThat(run("")).isEqualTo(2);
    assertThat(err.toString()).contains("list", "show", "replay", "resolve");
  }

  @Test
  void help_saysHowKafkaIsFound() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString()).contains("--spring.kafka.bootstrap-servers");
  }
}
