package io.campaigndispatch.chaos.drill;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;

/** The wall clock of one process, by a preloaded library of ours; its other clocks are as ever. */
final class WorkerClock {

  private final Path library;
  private final Path file;

  /**
   * @param library src/main/c/wall-clock.c, compiled
   * @param file which the process reads from how far ahead it is
   */
  WorkerClock(Path library, Path file) throws IOException {
    this.library = library;
    this.file = file;
    step(Duration.ZERO);
  }

  /** What the process must be started with. */
  Map<String, String> environment() {
    return Map.of("LD_PRELOAD", library.toString(), "WALL_CLOCK_FILE", file.toString());
  }

  /** Sets it so far ahead of the machine's, at once; never back behind it. */
  void step(Duration ahead) throws IOException {
    ByteBuffer millis = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder());
    millis.putLong(ahead.toMillis()).flip();
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      int _ = channel.write(millis, 0);
    }
  }
}
