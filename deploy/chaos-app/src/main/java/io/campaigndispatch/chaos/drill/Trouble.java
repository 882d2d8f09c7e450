package io.campaigndispatch.chaos.drill;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A fault that can be brought about.
 *
 * @param impossible why not here; null: it can
 */
record Trouble(Promise promise, Action injection, Action cure, @Nullable String impossible) {

  /** What is done to the site. */
  @FunctionalInterface
  interface Action {
    void run() throws IOException, InterruptedException;
  }

  static Trouble of(Promise promise, Action injection, Action cure) {
    return new Trouble(promise, injection, cure, null);
  }

  static Trouble impossible(Promise promise, String why) {
    return new Trouble(promise, () -> {}, () -> {}, why);
  }
}
