package io.campaigndispatch.dispatcher.app;

import java.util.List;

/**
 * The worker cannot start as configured; each line names a setting, its value and what was
 * expected.
 */
public final class StartRefused extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient List<String> lines;

  public StartRefused(List<String> lines) {
    super(String.join("\n", lines));
    this.lines = List.copyOf(lines);
  }

  public List<String> lines() {
    return lines;
  }
}
