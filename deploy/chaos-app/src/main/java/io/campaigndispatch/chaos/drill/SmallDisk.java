package io.campaigndispatch.chaos.drill;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A disk of little room, for a broker's data: a tmpfs, which only root may mount. */
final class SmallDisk implements AutoCloseable {

  /** Enough for everything that the drill publishes. */
  private static final int MEBIBYTES = 512;

  private static final int BLOCK = 1 << 16;

  private final Path folder;
  private final Thread atEnd = new Thread(this::unmount);

  private SmallDisk(Path folder) {
    this.folder = folder;
  }

  /** Mounts one there; null when that is not allowed. */
  static @Nullable SmallDisk mount(Path folder) throws IOException, InterruptedException {
    Files.createDirectories(folder);
    if (!run("mount", "-t", "tmpfs", "-o", "size=" + MEBIBYTES + "m", "tmpfs", folder.toString())) {
      return null;
    }
    SmallDisk disk = new SmallDisk(folder);
    Runtime.getRuntime().addShutdownHook(disk.atEnd);
    return disk;
  }

  /** Takes all the room there is, down to the last byte. */
  void fill() throws IOException {
    try (OutputStream out = Files.newOutputStream(filler())) {
      byte[] block = new byte[BLOCK];
      while (true) {
        out.write(block);
      }
    } catch (IOException full) {
      if (folder.toFile().getUsableSpace() >= BLOCK) {
        throw full;
      }
    }
  }

  /** Gives it back. */
  void makeRoom() throws IOException {
    Files.delete(filler());
  }

  private Path filler() {
    return folder.resolve("filler");
  }

  private void unmount() {
    try {
      // Lazily: a broker that was killed a moment ago may not be gone.
      boolean _ = run("umount", "-l", folder.toString());
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean run(String... line) throws IOException, InterruptedException {
    return new ProcessBuilder(List.of(line))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor()
        == 0;
  }

  @Override
  public void close() {
    boolean _ = Runtime.getRuntime().removeShutdownHook(atEnd);
    unmount();
  }
}
