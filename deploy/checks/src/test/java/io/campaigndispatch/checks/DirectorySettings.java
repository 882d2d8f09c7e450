package io.campaigndispatch.checks;

import io.campaigndispatch.dispatcher.control.DirectoryFile;
import io.campaigndispatch.dispatcher.control.DirectoryResult;
import io.campaigndispatch.model.workspace.Directory;
import io.campaigndispatch.model.workspace.FaultPolicy;
import io.campaigndispatch.model.workspace.Vendor;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The keys of the workspaces file: which there are, and what each takes, is what the worker says
 * when it refuses one; defaults are those of the smallest file it takes, meanings the Javadoc of
 * the records it becomes.
 */
final class DirectorySettings {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Pattern MISTAKE = Pattern.compile(":\\d+: (\\S+): expected (.*), received ");

  /** The smallest file in which every list has an entry. */
  private static final String SMALLEST =
      """
      {"vendors": [{"id": "v", "type": "gateway", "base-url": "https://example.com"}],
       "workspaces": [{"id": "w", "vendor": "v", "credential": "none"}],
       "throttle-groups": [{"id": "g", "throttle": [{"rate": 1, "per": "1s"}]}],
       "templates": [{"workspace": "w", "name": "t"},
                     {"workspace": "w", "name": "u", "buttons": [{"index": 0, "type": "url"}]}]}""";

  /** Keys that are called otherwise in the records. */
  private static final Map<String, String> COMPONENTS =
      Map.of("vendor", "vendorId", "workspace", "workspaceId", "breaker", "faults");

  /** Defaults that depend on other keys. */
  private static final Map<String, String> DEPENDENT =
      Map.of(
          "vendor-workspace-id", "the `id`",
          "burst", "what 100 ms earn, at least 1",
          "dialect", "`current`");

  /**
   * A list of the file.
   *
   * @param place where its first entry stands
   * @param record what that becomes
   */
  record Part(String title, String place, Function<Directory, Record> record) {}

  static final List<Part> PARTS =
      List.of(
          new Part("vendors", "/vendors/0", d -> d.vendors().values().iterator().next()),
          new Part("workspaces", "/workspaces/0", d -> d.workspaces().values().iterator().next()),
          new Part(
              "throttle (of a workspace or a throttle group: a list, all of which hold)",
              "/throttle-groups/0/throttle/0",
              d -> d.throttleGroups().values().iterator().next().getFirst()),
          new Part("templates", "/templates/0", d -> d.templates().getFirst()),
          new Part(
              "buttons of a template",
              "/templates/1/buttons/0",
              d -> d.templates().getLast().buttons().getFirst()));

  private DirectorySettings() {}

  static List<Setting> of(Part part) {
    List<Setting> settings = new ArrayList<>();
    add(part.place(), "", part.record().apply(smallest()), settings);
    return settings;
  }

  private static Directory smallest() {
    return ((DirectoryResult.Loaded) DirectoryFile.read("f", SMALLEST)).directory();
  }

  private static void add(String place, String path, Record record, List<Setting> settings) {
    for (String key : keys(place)) {
      String value = takes(place, key);
      if (value.equals("a mapping")) {
        add(place + "/" + key, path + key + ".", inner(key, record), settings);
      } else {
        settings.add(
            new Setting(path + key, value, otherwise(place, key, record), meaning(key, record)));
      }
    }
  }

  /** What a mapping within the entry becomes: a record of its own, or a part of the entry's. */
  private static Record inner(String key, Record record) {
    Object inner = component(key, record);
    return inner instanceof FaultPolicy faults ? faults.breaker() : record;
  }

  /** Of an entry. */
  static List<String> keys(String place) {
    String expected = refusal(at -> at.put("no-such-key", 1), place, "no-such-key");
    return Arrays.asList(expected.substring("one of ".length()).split(", "));
  }

  /** By what is expected instead of each of these, none of which every key takes. */
  private static String takes(String place, String key) {
    for (JsonNode wrong : List.of(JSON.getNodeFactory().stringNode("~"), JSON.createObjectNode())) {
      try {
        return refusal(at -> at.set(key, wrong), place, key);
      } catch (IllegalStateException taken) {
        // A text is: the next is none.
      }
    }
    throw new IllegalStateException(key + " takes everything");
  }

  private static String otherwise(String place, String key, Record record) {
    try {
      var _ = refusal(at -> at.remove(key), place, key);
      return "required";
    } catch (IllegalStateException notRequired) {
      return DEPENDENT.getOrDefault(key, shown(component(key, record)));
    }
  }

  /** What the worker expects there, once the entry is changed so. */
  private static String refusal(Consumer<ObjectNode> change, String place, String key) {
    ObjectNode file = (ObjectNode) JSON.readTree(SMALLEST);
    JsonNode entry = file.at(place);
    if (entry.isMissingNode()) {
      int slash = place.lastIndexOf('/');
      entry =
          ((ObjectNode) file.at(place.substring(0, slash))).putObject(place.substring(slash + 1));
    }
    change.accept((ObjectNode) entry);
    if (DirectoryFile.read("f", file.toString()) instanceof DirectoryResult.Refused(var lines)) {
      for (String line : lines) {
        Matcher mistake = MISTAKE.matcher(line);
        if (mistake.find() && mistake.group(1).endsWith("." + key)) {
          return mistake.group(2);
        }
      }
    }
    throw new IllegalStateException("nothing is wrong with " + key);
  }

  private static String shown(@Nullable Object value) {
    return switch (value) {
      case null -> "none";
      case Collection<?> list when list.isEmpty() -> "none";
      case Duration duration -> "`" + Durations.readable(duration) + "`";
      case Enum<?> choice -> "`" + choice.name().toLowerCase(Locale.ROOT) + "`";
      default -> "`" + value + "`";
    };
  }

  private static @Nullable Object component(String key, Record record) {
    for (Record one : parts(record)) {
      for (RecordComponent component : one.getClass().getRecordComponents()) {
        if (component.getName().equals(name(key))) {
          try {
            return component.getAccessor().invoke(one);
          } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
          }
        }
      }
    }
    return null;
  }

  private static String meaning(String key, Record record) {
    Map<String, String> meanings = new LinkedHashMap<>();
    parts(record).forEach(one -> meanings.putAll(Javadocs.components(one.getClass())));
    return meanings.getOrDefault(name(key), "");
  }

  /** Its keys stand beside those of what it contains. */
  private static List<Record> parts(Record record) {
    return record instanceof Vendor vendor ? List.of(vendor, vendor.faults()) : List.of(record);
  }

  private static String name(String key) {
    StringBuilder name = new StringBuilder();
    String called = COMPONENTS.getOrDefault(key, key);
    for (int i = 0; i < called.length(); i++) {
      name.append(
          called.charAt(i) == '-' ? Character.toUpperCase(called.charAt(++i)) : called.charAt(i));
    }
    return name.toString();
  }
}
