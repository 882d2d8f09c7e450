package io.campaigndispatch.dispatcher.control;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Notices when a file holds something else. Only what it holds at two looks in a row counts: one
 * that is being written, or being put in the place of another, is half of what was meant. It is
 * read, not only looked at, so that any way of replacing it works. Owned by the control thread.
 */
final class FileWatch {

  private final Path file;
  private @Nullable FileContent last;
  private @Nullable FileContent taken;

  FileWatch(Path file) {
    this.file = file;
  }

  /** What it holds, once when that is new. The first look never tells anything. */
  Optional<FileContent> look() {
    FileContent now = FileContent.of(file);
    boolean settled = now.equals(last);
    last = now;
    if (!settled || now.equals(taken)) {
      return Optional.empty();
    }
    taken = now;
    return Optional.of(now);
  }
}
