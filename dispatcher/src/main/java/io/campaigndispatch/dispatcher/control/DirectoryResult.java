package io.campaigndispatch.dispatcher.control;

import io.campaigndispatch.model.workspace.Directory;
import java.util.List;

/** What reading the workspaces file came to. */
public sealed interface DirectoryResult {

  record Loaded(Directory directory) implements DirectoryResult {}

  /**
   * The file is not used at all.
   *
   * @param mistakes at least one; each one line that names file, line, key, value and what was
   *     expected, and holds no secret
   */
  record Refused(List<String> mistakes) implements DirectoryResult {
    public Refused {
      mistakes = List.copyOf(mistakes);
    }
  }
}
