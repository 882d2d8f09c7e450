package io.campaigndispatch.demo.show;

import java.io.Console;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where progress goes: refreshed in place on a terminal, a line now and then elsewhere. */
public sealed interface Display extends AutoCloseable {

  /** A line that stays. */
  void say(String line);

  /** What is being waited for; on a terminal the next thing shown takes its place. */
  void waitFor(String what);

  /** Shows progress; may be called as often as there is something new. */
  void show(Board board, Duration elapsed);

  /** Leaves the terminal as it was found. A second call does nothing. */
  @Override
  void close();

  /**
   * The one that fits.
   *
   * @param console null without one
   * @param environment {@code TERM}, and {@code COLUMNS} and {@code LINES} where the size is known
   */
  static Display of(@Nullable Console console, Map<String, String> environment, PrintStream out) {
    String term = environment.getOrDefault("TERM", "dumb");
    return console != null && console.isTerminal() && !term.equals("dumb")
        ? new Live(out, number(environment, "COLUMNS", 80), number(environment, "LINES", 24))
        : new Plain(out);
  }

  private static int number(Map<String, String> environment, String name, int otherwise) {
    String text = environment.getOrDefault(name, "");
    return text.matches("[1-9]\\d{0,3}") ? Integer.parseInt(text) : otherwise;
  }

  /** Lines, at most one of progress a second. */
  final class Plain implements Display {

    private final PrintStream out;
    private long lastSecond = -1;

    public Plain(PrintStream out) {
      this.out = out;
    }

    @Override
    public void say(String line) {
      out.println(line);
    }

    @Override
    public void waitFor(String what) {
      out.println(what);
    }

    @Override
    public void show(Board board, Duration elapsed) {
      if (elapsed.toSeconds() > lastSecond) {
        lastSecond = elapsed.toSeconds();
        out.println(ProgressText.plain(board, elapsed));
      }
    }

    @Override
    public void close() {}
  }

  /** ANSI; four frames a second. Synchronized, because a shutdown hook closes it. */
  final class Live implements Display {

    private static final long FRAME_MILLIS = 250;
    private static final String HIDE_CURSOR = "\033[?25l";
    private static final String SHOW_CURSOR = "\033[?25h";
    private static final String CLEAR_BELOW = "\033[J";

    private final PrintStream out;
    private final int width;
    private final int height;
    private int shown;
    private long lastFrame = -1;
    private boolean closed;

    public Live(PrintStream out, int width, int height) {
      this.out = out;
      this.width = width;
      this.height = height;
    }

    @Override
    public synchronized void say(String line) {
      draw(List.of());
      out.println(line);
    }

    @Override
    public synchronized void waitFor(String what) {
      draw(List.of(what));
    }

    @Override
    public synchronized void show(Board board, Duration elapsed) {
      long frame = elapsed.toMillis() / FRAME_MILLIS;
      if (frame > lastFrame) {
        lastFrame = frame;
        draw(ProgressText.live(board, elapsed, width, height));
      }
    }

    /** Takes the place of what was drawn before. */
    private void draw(List<String> lines) {
      if (closed) {
        return;
      }
      StringBuilder frame = new StringBuilder(HIDE_CURSOR);
      if (shown > 0) {
        frame.append("\r\033[").append(shown).append('A').append(CLEAR_BELOW);
      }
      lines.forEach(line -> frame.append(line).append('\n'));
      shown = lines.size();
      out.print(frame);
      out.flush();
    }

    @Override
    public synchronized void close() {
      if (!closed) {
        closed = true;
        out.print(SHOW_CURSOR);
        out.flush();
      }
    }
  }
}
