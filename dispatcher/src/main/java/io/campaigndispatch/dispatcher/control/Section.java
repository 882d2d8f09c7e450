package io.campaigndispatch.dispatcher.control;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One mapping of the file while it is read. Each method takes a key: what is wrong with its value
 * goes to the mistakes and the answer is then the default; keys nobody took are unknown. A repeated
 * key and one without a value are reported from the start.
 */
final class Section {

  static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");
  static final String ID_EXPECTED = "1 to 64 of letters, digits, dot, underscore and hyphen";

  private final int line;
  private final String path;
  private final Mistakes mistakes;
  private final Map<String, YamlNode.Entry> entries = new LinkedHashMap<>();
  private final Set<String> known = new LinkedHashSet<>();

  private Section(YamlNode.Mapping mapping, String path, Mistakes mistakes) {
    this.line = mapping.line();
    this.path = path;
    this.mistakes = mistakes;
    for (YamlNode.Entry entry : mapping.entries()) {
      YamlNode.Entry first = entries.putIfAbsent(entry.key(), entry);
      if (first != null) {
        mistakes.add(
            entry.line(),
            pathOf(entry.key()),
            "the key once",
            "it again (first on line " + first.line() + ")");
      } else if (entry.value() instanceof YamlNode.Nothing) {
        // More likely an edit left unfinished than the wish for the default.
        mistakes.add(
            entry.line(), pathOf(entry.key()), "a value, or the key left out", entry.value());
      }
    }
  }

  static Optional<Section> of(YamlNode node, String path, Mistakes mistakes) {
    return of(node, path, path.isEmpty() ? "file" : path, mistakes);
  }

  /**
   * @param whole what the node is called when it is no mapping
   */
  static Optional<Section> of(YamlNode node, String path, String whole, Mistakes mistakes) {
    if (node instanceof YamlNode.Mapping mapping) {
      return Optional.of(new Section(mapping, path, mistakes));
    }
    mistakes.add(node.line(), whole, "a mapping", node);
    return Optional.empty();
  }

  int line() {
    return line;
  }

  /** The value of a key; null when it is absent or empty. */
  @Nullable YamlNode value(String key) {
    known.add(key);
    YamlNode.Entry entry = entries.get(key);
    return entry == null || entry.value() instanceof YamlNode.Nothing ? null : entry.value();
  }

  @Nullable String text(String key) {
    return switch (value(key)) {
      case null -> null;
      case YamlNode.Scalar scalar when !scalar.text().isBlank() -> scalar.text();
      case YamlNode other -> {
        refuse(key, "a text that is not empty", other);
        yield null;
      }
    };
  }

  @Nullable String required(String key, String expected) {
    if (value(key) == null) {
      missing(key, expected);
    }
    return text(key);
  }

  @Nullable String requiredId(String key) {
    String id = required(key, ID_EXPECTED);
    if (id == null || ID.matcher(id).matches()) {
      return id;
    }
    refuse(key, ID_EXPECTED, Mistakes.quoted(id));
    return null;
  }

  /** A text that names one of the given things; a near miss says which was probably meant. */
  @Nullable String reference(String key, String kind, Set<String> ids) {
    String id = text(key);
    if (id == null || ids.contains(id)) {
      return id;
    }
    String meant = meant(id, ids);
    refuse(key, "the id of " + kind, Mistakes.quoted(id) + meant);
    return null;
  }

  /** A whole number in a range, both ends included. */
  long number(String key, long from, long to, long otherwise) {
    YamlNode value = value(key);
    if (value == null) {
      return otherwise;
    }
    if (value instanceof YamlNode.Scalar scalar && scalar.text().matches("\\d{1,18}")) {
      long number = Long.parseLong(scalar.text());
      if (number >= from && number <= to) {
        return number;
      }
    }
    refuse(key, "a whole number from " + from + " to " + to, value);
    return otherwise;
  }

  @Nullable Duration duration(String key, Duration from, Duration to) {
    YamlNode value = value(key);
    if (value == null) {
      return null;
    }
    if (value instanceof YamlNode.Scalar scalar) {
      Optional<Duration> duration = Durations.parse(scalar.text());
      if (duration.isPresent()
          && duration.get().compareTo(from) >= 0
          && duration.get().compareTo(to) <= 0) {
        return duration.get();
      }
    }
    refuse(
        key,
        "a duration such as 500ms, 10s, 5m, 12h or 7d, from %s to %s"
            .formatted(Durations.format(from), Durations.format(to)),
        value);
    return null;
  }

  /** One of an enum's constants, written in either case and with hyphens or underscores. */
  <E extends Enum<E>> @Nullable E choice(String key, Class<E> type, boolean lowerCase) {
    YamlNode value = value(key);
    if (value == null) {
      return null;
    }
    E[] constants = type.getEnumConstants();
    if (value instanceof YamlNode.Scalar scalar) {
      String name = scalar.text().toUpperCase(Locale.ROOT).replace('-', '_');
      for (E constant : constants) {
        if (constant.name().equals(name)) {
          return constant;
        }
      }
    }
    refuse(key, choices(constants, lowerCase), value);
    return null;
  }

  static String choices(Enum<?>[] constants, boolean lowerCase) {
    return String.join(
        " | ",
        Arrays.stream(constants)
            .map(Enum::name)
            .map(name -> lowerCase ? name.toLowerCase(Locale.ROOT) : name)
            .toList());
  }

  @Nullable Section section(String key) {
    YamlNode value = value(key);
    return value == null ? null : of(value, pathOf(key), mistakes).orElse(null);
  }

  /** The mappings of a list; empty when the key is absent. */
  List<Section> sections(String key) {
    List<Section> sections = new ArrayList<>();
    List<YamlNode> items = items(key, "a list of mappings");
    for (int i = 0; i < items.size(); i++) {
      of(items.get(i), pathOf(key) + "[" + i + "]", mistakes).ifPresent(sections::add);
    }
    return sections;
  }

  /** The texts of a list, each at most once; empty when the key is absent. */
  List<String> texts(String key) {
    Set<String> texts = new LinkedHashSet<>();
    List<YamlNode> items = items(key, "a list of texts");
    for (int i = 0; i < items.size(); i++) {
      YamlNode item = items.get(i);
      if (!(item instanceof YamlNode.Scalar scalar)
          || scalar.text().isBlank()
          || !texts.add(scalar.text())) {
        mistakes.add(
            item.line(), pathOf(key) + "[" + i + "]", "a text that is not in the list yet", item);
      }
    }
    return List.copyOf(texts);
  }

  private List<YamlNode> items(String key, String expected) {
    return switch (value(key)) {
      case null -> List.of();
      case YamlNode.Sequence sequence -> sequence.items();
      case YamlNode other -> {
        refuse(key, expected, other);
        yield List.of();
      }
    };
  }

  /** Reports an absent key; one without a value is reported already. */
  void missing(String key, String expected) {
    if (!entries.containsKey(key)) {
      mistakes.add(line, pathOf(key), expected, "nothing");
    }
  }

  void refuse(String key, String expected, YamlNode received) {
    refuse(key, expected, Mistakes.shown(received));
  }

  void refuse(String key, String expected, String received) {
    YamlNode.Entry entry = entries.get(key);
    mistakes.add(entry == null ? line : entry.line(), pathOf(key), expected, received);
  }

  /** Reports the keys that nobody took; called once all known ones are. */
  void close() {
    for (YamlNode.Entry entry : entries.values()) {
      if (!known.contains(entry.key())) {
        // The value is not shown: a secret under a made-up key must not reach a log.
        String meant = meant(entry.key(), known);
        mistakes.add(
            entry.line(),
            pathOf(entry.key()),
            "one of " + String.join(", ", known),
            "an unknown key" + meant);
      }
    }
  }

  private String meant(String word, Set<String> words) {
    // Comparing with thousands of ids is only worth it for a line that will be shown.
    return mistakes.isFull()
        ? ""
        : Spelling.closest(word, words).map(near -> " (did you mean " + near + "?)").orElse("");
  }

  private String pathOf(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }
}
