package io.campaigndispatch.demo;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** A temporary folder that goes with everything in it. */
final class WorkingFolder {

  private static final int TRIES = 20;

  private final Path path;

  WorkingFolder() throws IOException {
    path = Files.createTempDirectory("campaign-dispatch-demo-");
  }

  Path path() {
    return path;
  }

  /** Deletes it, also while somebody still writes into it; a second call does nothing. */
  void delete() {
    for (int i = 0; i < TRIES && Files.exists(path); i++) {
      try {
        Files.walkFileTree(path, new Deletion());
      } catch (IOException e) {
        // A file came after its folder was emptied: once more.
        Thread.onSpinWait();
      }
    }
  }

  private static final class Deletion extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
      if (failure instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE;
      }
      throw failure;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
        throws IOException {
      Files.deleteIfExists(folder);
      return FileVisitResult.CONTINUE;
    }
  }
}
