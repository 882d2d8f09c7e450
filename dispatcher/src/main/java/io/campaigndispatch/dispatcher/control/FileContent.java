package io.campaigndispatch.dispatcher.control;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** What a file of text holds at one moment; equal when it is the same. */
sealed interface FileContent {

  record Text(String text) implements FileContent {}

  /**
   * @param received what was found instead of a text, for a line that says what was expected
   */
  record Unreadable(String received) implements FileContent {}

  static FileContent of(Path file) {
    try {
      return new Text(Files.readString(file));
    } catch (NoSuchFileException missing) {
      return new Unreadable("no such file");
    } catch (CharacterCodingException notUtf8) {
      return new Unreadable("something that is not UTF-8");
    } catch (IOException unreadable) {
      return new Unreadable(Files.isDirectory(file) ? "a directory" : "one that cannot be read");
    }
  }
}
