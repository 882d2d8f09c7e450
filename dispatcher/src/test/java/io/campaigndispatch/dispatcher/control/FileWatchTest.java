package io.campaigndispatch.dispatcher.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which changes of a file are noticed, and when. */
class FileWatchTest {

  @TempDir private Path folder;
  private Path file;
  private FileWatch watch;

  @BeforeEach
  void settle() throws IOException {
    file = folder.resolve("w.yaml");
    Files.writeString(file, "a");
    watch = new FileWatch(file);
    watch.look();
    watch.look();
  }

  @Test
  void changedFile_isToldOnceAtTheSecondLook() throws IOException {
    Files.writeString(file, "b");

    assertThat(watch.look()).isEmpty();
    assertThat(watch.look()).contains(new FileContent.Text("b"));
    assertThat(watch.look()).isEmpty();
  }

  @Test
  void fileThatIsBeingWritten_isToldWhenItIsWhole() throws IOException {
    Files.writeString(file, "b");
    watch.look();
    Files.writeString(file, "bc");
    assertThat(watch.look()).isEmpty();

    assertThat(watch.look()).contains(new FileContent.Text("bc"));
  }

  @Test
  void sameContentAgain_isNotTold() throws IOException {
    Files.writeString(file, "b");
    watch.look();
    Files.writeString(file, "a");

    assertThat(watch.look()).isEmpty();
    assertThat(watch.look()).isEmpty();
  }

  @Test
  void atomicReplacement_isTold() throws IOException {
    Path other = Files.writeString(folder.resolve("new"), "b");
    Files.move(other, file, StandardCopyOption.ATOMIC_MOVE);

    watch.look();
    assertThat(watch.look()).contains(new FileContent.Text("b"));
  }

  /** What Kubernetes does to a mounted ConfigMap. */
  @Test
  void folderSwappedUnderASymbolicLink_isTold() throws IOException {
    Path data = folder.resolve("..data");
    Files.writeString(Files.createDirectory(folder.resolve("1")).resolve("w.yaml"), "a");
    Files.writeString(Files.createDirectory(folder.resolve("2")).resolve("w.yaml"), "b");
    Files.createSymbolicLink(data, Path.of("1"));
    Path link = Files.createSymbolicLink(folder.resolve("link.yaml"), Path.of("..data/w.yaml"));
    FileWatch mounted = new FileWatch(link);
    mounted.look();
    mounted.look();

    Path next = Files.createSymbolicLink(folder.resolve("..data_tmp"), Path.of("2"));
    Files.move(next, data, StandardCopyOption.ATOMIC_MOVE);

    mounted.look();
    assertThat(mounted.look()).contains(new FileContent.Text("b"));
  }

  @Test
  void fileThatIsGone_isTold() throws IOException {
    Files.delete(file);

    watch.look();
    assertThat(watch.look()).contains(new FileContent.Unreadable("no such file"));
  }
}
