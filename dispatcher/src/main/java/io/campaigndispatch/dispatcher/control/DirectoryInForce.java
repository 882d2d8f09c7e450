package io.campaigndispatch.dispatcher.control;

import io.campaigndispatch.model.workspace.CredentialRef;
import io.campaigndispatch.model.workspace.Directory;
import io.campaigndispatch.model.workspace.Workspace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The workspaces file with the control topic's workspaces over it: a key of theirs goes before the
 * file's, and what they leave out is as in the file. What does not fit changes nothing. Owned by
 * the control thread.
 */
final class DirectoryInForce {

  private final String topic;
  private final Function<CredentialRef, @Nullable String> credentialProblem;
  private final Map<String, Overlay> overlays = new LinkedHashMap<>();
  private Directory file;

  /** A workspace as the topic has it, and what that makes of it over the file. */
  private record Overlay(String json, Workspace workspace) {}

  /**
   * @param topic its name in mistakes
   * @param credentialProblem a line that says what keeps a credential from being used; null when
   *     nothing does
   */
  DirectoryInForce(
      String topic, Directory file, Function<CredentialRef, @Nullable String> credentialProblem) {
    this.topic = topic;
    this.file = file;
    this.credentialProblem = credentialProblem;
  }

  /** The directory as all of it is. */
  Directory directory() {
    Map<String, Workspace> workspaces = new LinkedHashMap<>(file.workspaces());
    overlays.forEach((id, overlay) -> workspaces.put(id, overlay.workspace()));
    return new Directory(file.vendors(), workspaces, file.throttleGroups(), file.templates());
  }

  /** Puts a workspace over the file's; returns what is wrong with it. */
  List<String> put(String id, String json) {
    Mistakes mistakes = mistakes(id);
    Optional<Workspace> workspace = read(id, json, file, mistakes);
    List<String> wrong = new ArrayList<>(mistakes.lines());
    workspace
        .map(Workspace::credential)
        .map(credentialProblem)
        .ifPresent(problem -> wrong.add(place(id) + ": " + problem));
    if (wrong.isEmpty()) {
      workspace.ifPresent(it -> overlays.put(id, new Overlay(json, it)));
    }
    return wrong;
  }

  void remove(String id) {
    overlays.remove(id);
  }

  /** Puts another file in the place of the last one; returns what is wrong with it. */
  List<String> use(Directory newFile) {
    List<String> wrong = new ArrayList<>();
    newFile.workspaces().values().stream()
        .map(Workspace::credential)
        .distinct()
        .map(credentialProblem)
        .forEach(
            problem -> {
              if (problem != null) {
                wrong.add(problem);
              }
            });
    Map<String, Overlay> anew = new LinkedHashMap<>();
    overlays.forEach(
        (id, overlay) -> {
          Mistakes mistakes = mistakes(id);
          read(id, overlay.json(), newFile, mistakes)
              .ifPresent(workspace -> anew.put(id, new Overlay(overlay.json(), workspace)));
          wrong.addAll(mistakes.lines());
        });
    if (wrong.isEmpty()) {
      file = newFile;
      overlays.putAll(anew);
    }
    return wrong;
  }

  private static Optional<Workspace> read(
      String id, String json, Directory file, Mistakes mistakes) {
    return ControlValues.section(json, mistakes)
        .flatMap(
            section -> {
              String own = section.text("id");
              if (own != null && !own.equals(id)) {
                section.refuse("id", "the record's key or no id", Mistakes.quoted(own));
              }
              return WorkspaceSection.read(
                  section,
                  id,
                  file.workspace(id),
                  file.vendors().keySet(),
                  file.throttleGroups().keySet(),
                  mistakes);
            })
        .filter(_ -> mistakes.count() == 0);
  }

  private Mistakes mistakes(String id) {
    return new Mistakes(place(id));
  }

  private String place(String id) {
    return topic + " " + id;
  }
}
