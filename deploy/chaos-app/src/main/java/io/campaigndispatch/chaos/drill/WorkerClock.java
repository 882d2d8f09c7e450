package io.campaigndispatch.chaos.drill;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;

/** The wall clock of one process, by libfaketime; its monotonic clock is the machine's. */
final class WorkerClock {

  private final Path library;
  private final Path file;

  /**
   * @param library libfaketime for programs with threads
   * @param file which the process reads its offset from
   */
  WorkerClock(Path library, Path file) throws IOException {
    this.library = library;
    this.file = file;
    step(Duration.ZERO);
  }

  /** What the process must be started with. */
  Map<String, String> environment() {
    return Map.of(
        "LD_PRELOAD", library.toString(),
        "FAKETIME_TIMESTAMP_FILE", file.toString(),
        "FAKETIME_CACHE_DURATION", "1",
        "FAKETIME_DONT_FAKE_MONOTONIC", "1",
        "DONT_FAKE_MONOTONIC", "1",
        "NO_FAKE_STAT", "1");
  }

  /** Sets it so far ahead of the machine's; the process notices within a second. */
  void step(Duration ahead) throws IOException {
    // In one piece: it may be read at any time.
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.writeString(fresh, "+" + ahead.toSeconds() + "\n");
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
