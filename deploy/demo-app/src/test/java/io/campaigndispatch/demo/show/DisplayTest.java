package io.campaigndispatch.demo.show;

import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.demo.scenario.Fleets;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is written to the terminal, or to what is none. */
class DisplayTest {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
  private final Board board = new Board(Fleets.of(12, 2_000));

  @Test
  void noConsole_getsPlainLines() {
    assertThat(Display.of(null, Map.of("TERM", "xterm"), out)).isInstanceOf(Display.Plain.class);
  }

  @Test
  void plain_showsOneLineASecond() {
    Display display = new Display.Plain(out);

    display.show(board, Duration.ofMillis(1_000));
    display.show(board, Duration.ofMillis(1_300));
    display.show(board, Duration.ofMillis(1_999));
    display.show(board, Duration.ofMillis(2_000));

    assertThat(written().lines()).hasSize(2);
  }

  @Test
  void plain_writesNoControlCharacters() {
    Display display = new Display.Plain(out);
    display.waitFor("starting");
    display.show(board, Duration.ZERO);
    display.close();

    assertThat(written()).doesNotContain("\033");
  }

  @Test
  void live_takesThePlaceOfTheFrameBefore() {
    Display display = new Display.Live(out, 80, 40);
    display.waitFor("starting");

    display.show(board, Duration.ZERO);

    assertThat(written()).contains("starting\n\033[?25l\r\033[1A\033[J");
  }

  @Test
  void live_drawsFourFramesASecond() {
    Display display = new Display.Live(out, 80, 40);
    for (int millis = 0; millis < 1_000; millis += 10) {
      display.show(board, Duration.ofMillis(millis));
    }

    assertThat(written().split("a campaign under way", -1)).hasSize(1 + 4);
  }

  @Test
  void live_givesTheCursorBack() {
    Display display = new Display.Live(out, 80, 40);
    display.show(board, Duration.ZERO);

    display.close();

    assertThat(written()).endsWith("\033[?25h");
  }

  @Test
  void live_drawsNothingOnceClosed() {
    Display display = new Display.Live(out, 80, 40);
    display.close();
    int before = bytes.size();

    display.show(board, Duration.ZERO);

    assertThat(bytes.size()).isEqualTo(before);
  }

  private String written() {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
