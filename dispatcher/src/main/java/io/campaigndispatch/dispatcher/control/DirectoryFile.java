package io.campaigndispatch.dispatcher.control;

import io.campaigndispatch.model.workspace.Bandwidth;
import io.campaigndispatch.model.workspace.Directory;
import io.campaigndispatch.model.workspace.TemplateDescriptor;
import io.campaigndispatch.model.workspace.Vendor;
import io.campaigndispatch.model.workspace.Workspace;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The workspaces file ({@code dispatch.workspaces-file}): vendors, workspaces, throttle groups and
 * templates in YAML. All mistakes of a file are found in one reading.
 */
public final class DirectoryFile {

  private DirectoryFile() {}

  public static DirectoryResult read(Path file) {
    return read(file, FileContent.of(file));
  }

  /** Reads what a file held. */
  static DirectoryResult read(Path file, FileContent content) {
    return switch (content) {
      case FileContent.Text(String yaml) -> read(file.toString(), yaml);
      case FileContent.Unreadable(String received) ->
          new DirectoryResult.Refused(
              List.of(
                  "%s: expected a YAML file of workspaces, received %s".formatted(file, received)));
    };
  }

  /**
   * Reads a text as if it stood in a file.
   *
   * @param name the file's name in mistakes
   */
  public static DirectoryResult read(String name, String yaml) {
    return read(yaml, new Mistakes(name));
  }

  private static DirectoryResult read(String yaml, Mistakes mistakes) {
    switch (YamlTree.parse(yaml)) {
      case YamlTree.Parsed.Malformed(int line, String expected, String received) ->
          mistakes.add(line, "file", expected, received);
      case YamlTree.Parsed.Tree(YamlNode root) -> {
        Section file = Section.of(root, "", mistakes).orElse(null);
        Directory directory = file == null ? Directory.EMPTY : directory(file, mistakes);
        if (mistakes.count() == 0) {
          return new DirectoryResult.Loaded(directory);
        }
      }
    }
    return new DirectoryResult.Refused(mistakes.lines());
  }

  private static Directory directory(Section file, Mistakes mistakes) {
    Ids vendorIds = new Ids("vendors");
    Map<String, Vendor> vendors = new LinkedHashMap<>();
    for (Section section : requiredSections(file, "vendors", "a list of vendors")) {
      VendorSection.read(section, vendorIds, mistakes).ifPresent(v -> vendors.put(v.id(), v));
    }

    List<Section> workspaceSections =
        requiredSections(file, "workspaces", "a list of workspaces ([] when there are none)");
    Ids groupIds = new Ids("throttle-groups");
    Map<String, List<Bandwidth>> groups = new LinkedHashMap<>();
    for (Section section : file.sections("throttle-groups")) {
      String id = groupIds.take(section);
      List<Bandwidth> throttle = ThrottleSection.read(section);
      if (section.value("throttle") == null) {
        section.missing("throttle", "a list of {rate, per, burst}");
      }
      section.close();
      if (id != null) {
        groups.put(id, throttle);
      }
    }

    Ids workspaceIds = new Ids("workspaces");
    Map<String, Workspace> workspaces = new LinkedHashMap<>();
    for (Section section : workspaceSections) {
      String id = workspaceIds.take(section);
      WorkspaceSection.read(section, id, null, vendorIds.all(), groupIds.all(), mistakes)
          .ifPresent(w -> workspaces.put(w.id(), w));
    }
    List<TemplateDescriptor> templates =
        TemplateSections.read(file.sections("templates"), workspaceIds.all(), mistakes);
    file.close();
    return mistakes.count() == 0
        ? new Directory(vendors, workspaces, groups, templates)
        : Directory.EMPTY;
  }

  private static List<Section> requiredSections(Section file, String key, String expected) {
    if (file.value(key) == null) {
      file.missing(key, expected);
    }
    return file.sections(key);
  }

  /** The ids of one list, faulty entries included: a reference to one of those is no mistake. */
  static final class Ids {
    private final String list;
    private final Map<String, Integer> lines = new LinkedHashMap<>();

    Ids(String list) {
      this.list = list;
    }

    /** The section's id, when it has a valid one that no earlier section of the list has. */
    @Nullable String take(Section section) {
      String id = section.requiredId("id");
      Integer earlier = id == null ? null : lines.putIfAbsent(id, section.line());
      if (earlier == null) {
        return id;
      }
      section.refuse(
          "id",
          "an id that no other of " + list + " has",
          Mistakes.quoted(String.valueOf(id)) + " (also on line " + earlier + ")");
      return null;
    }

    Set<String> all() {
      return lines.keySet();
    }
  }
}
