package io.campaigndispatch.sandbox.catalogue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One mapping of the catalogue file, whose keys must all be used. */
final class FileEntry {
  private final String file;
  private final String path;
  private final JsonNode node;
  private final Set<String> used = new HashSet<>();

  FileEntry(String file, String path, JsonNode node) {
    this.file = file;
    this.path = path;
    this.node = node;
    if (!node.isObject()) {
      throw new CatalogueException(
          file + ": " + (path.isEmpty() ? "the file" : path) + " must be a mapping");
    }
  }

  String required(String key) {
    String value = optional(key);
    if (value == null || value.isBlank()) {
      throw wrong(key, "a value");
    }
    return value;
  }

  @Nullable String optional(String key) {
    JsonNode value = take(key);
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    if (!value.isValueNode()) {
      throw wrong(key, "a single value");
    }
    return value.asString();
  }

  boolean flag(String key, boolean fallback) {
    JsonNode value = take(key);
    if (value.isMissingNode()) {
      return fallback;
    }
    if (!value.isBoolean()) {
      throw wrong(key, "true or false");
    }
    return value.booleanValue();
  }

  <E extends Enum<E>> @Nullable E choice(String key, Class<E> type) {
    String value = optional(key);
    if (value == null) {
      return null;
    }
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> wireName(constant).equals(wireName(value)))
        .findFirst()
        .orElseThrow(() -> wrong(key, "one of " + choices(type)));
  }

  List<String> texts(String key) {
    List<String> texts = new ArrayList<>();
    for (JsonNode item : list(key)) {
      if (!item.isValueNode() || item.asString().isBlank()) {
        throw wrong(key, "a list of names");
      }
      texts.add(item.asString());
    }
    return List.copyOf(texts);
  }

  List<FileEntry> entries(String key) {
    List<FileEntry> entries = new ArrayList<>();
    for (JsonNode item : list(key)) {
      entries.add(new FileEntry(file, at(key) + "[" + entries.size() + "]", item));
    }
    return List.copyOf(entries);
  }

  @Nullable FileEntry entry(String key) {
    JsonNode value = take(key);
    return value.isMissingNode() ? null : new FileEntry(file, at(key), value);
  }

  boolean has(String key) {
    return node.has(key);
  }

  /** Refuses every key that nothing has read. */
  void finish() {
    for (String key : node.propertyNames()) {
      if (!used.contains(key)) {
        throw new CatalogueException(file + ": " + at(key) + ": unknown key");
      }
    }
  }

  CatalogueException wrong(String key, String expected) {
    JsonNode value = node.path(key);
    String shown =
        value.isMissingNode() ? "is missing" : key.equals("token") ? "is set" : "is " + value;
    return new CatalogueException(file + ": " + at(key) + " " + shown + ", expected " + expected);
  }

  private JsonNode list(String key) {
    JsonNode value = take(key);
    if (!value.isMissingNode() && !value.isArray()) {
      throw wrong(key, "a list");
    }
    return value;
  }

  private JsonNode take(String key) {
    used.add(key);
    return node.path(key);
  }

  private String at(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  private static <E extends Enum<E>> String choices(Class<E> type) {
    return String.join(
        ", ", Arrays.stream(type.getEnumConstants()).map(FileEntry::wireName).toList());
  }

  private static String wireName(Object value) {
    return value.toString().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
