package io.campaigndispatch.model.wire;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One JSON object being read: each field is asked for once, by name and type; what is wrong with it
 * goes to the findings under its path, and null comes back. JSON null counts as absent.
 */
final class Fields {
  private final ObjectNode node;
  private final Findings findings;
  private final @Nullable Fields parent;
  private final String name;
  private final int index;

  private Fields(
      ObjectNode node, Findings findings, @Nullable Fields parent, String name, int index) {
    this.node = node;
    this.findings = findings;
    this.parent = parent;
    this.name = name;
    this.index = index;
    findings.objectOpened(node.size());
  }

  static Fields root(ObjectNode node, Findings findings) {
    return new Fields(node, findings, null, "", -1);
  }

  /** Where a field stands, as in {@code message.body[0].value}; built only for a violation. */
  String path(String field) {
    if (parent == null) {
      return field;
    }
    String here = index < 0 ? parent.path(name) : parent.path(name, index);
    return here + "." + field;
  }

  String path(String field, int element) {
    return path(field) + "[" + element + "]";
  }

  void violate(String field, String message, @Nullable String expected, @Nullable String received) {
    findings.add(path(field), message, expected, received);
  }

  Findings findings() {
    return findings;
  }

  /** The field's value, marked as known; null when absent or JSON null. */
  @Nullable JsonNode take(String field) {
    JsonNode value = node.get(field);
    if (value == null) {
      return null;
    }
    findings.fieldKnown();
    return value.isNull() ? null : value;
  }

  /** Whether the field is there and not JSON null; does not mark it as known. */
  boolean isPresent(String field) {
    JsonNode value = node.get(field);
    return value != null && !value.isNull();
  }

  @Nullable String text(String field) {
    JsonNode value = take(field);
    if (value == null) {
      return null;
    }
    return text(value, field, -1);
  }

  @Nullable String requiredText(String field, String expected) {
    JsonNode value = take(field);
    if (value == null) {
      violate(field, "is required", expected, null);
      return null;
    }
    return text(value, field, -1);
  }

  /** A string element of an array (or the field itself when the index is negative). */
  @Nullable String text(JsonNode value, String field, int element) {
    if (!value.isString()) {
      findings.add(
          element < 0 ? path(field) : path(field, element),
          "must be a string",
          "a string",
          received(value));
      return null;
    }
    String text = value.stringValue();
    if (Texts.hasLoneSurrogate(text)) {
      findings.add(
          element < 0 ? path(field) : path(field, element),
          "must be valid Unicode",
          "no lone surrogates",
          text);
      return null;
    }
    return text;
  }

  /** A string out of a fixed set. */
  <T> @Nullable T choice(String field, Map<String, T> choices, String expected) {
    String text = text(field);
    if (text == null) {
      return null;
    }
    T chosen = choices.get(text);
    if (chosen == null) {
      violate(field, "must be one of the known values", expected, text);
    }
    return chosen;
  }

  /** A whole number; {@code 5000.0} is one (JSON Schema agrees), {@code "5000"} is not. */
  @Nullable Long integer(String field, long least, long most) {
    JsonNode value = take(field);
    if (value == null) {
      return null;
    }
    String expected = "a whole number from " + least + " to " + most;
    if (!value.isNumber() || !value.canConvertToLong() || !value.canConvertToExactIntegral()) {
      violate(field, "must be a whole number", expected, received(value));
      return null;
    }
    long number = value.isIntegralNumber() ? value.longValue() : (long) value.doubleValue();
    if (number < least || number > most) {
      violate(field, "is out of range", expected, received(value));
      return null;
    }
    return number;
  }

  @Nullable Fields object(String field) {
    JsonNode value = take(field);
    return value == null ? null : object(value, field, -1);
  }

  /** An object element of an array. */
  @Nullable Fields element(ArrayNode array, String field, int element) {
    return object(array.get(element), field, element);
  }

  /** An object element whose findings are its own: one recipient's mistake is not another's. */
  @Nullable Fields element(ArrayNode array, String field, int element, Findings own) {
    return object(array.get(element), field, element, own);
  }

  @Nullable Fields object(JsonNode value, String field, int element) {
    return object(value, field, element, findings);
  }

  private @Nullable Fields object(JsonNode value, String field, int element, Findings target) {
    if (value instanceof ObjectNode object) {
      return new Fields(object, target, this, field, element);
    }
    target.add(
        element < 0 ? path(field) : path(field, element),
        "must be an object",
        "an object",
        received(value));
    return null;
  }

  @Nullable ArrayNode array(String field) {
    JsonNode value = take(field);
    if (value == null) {
      return null;
    }
    if (value instanceof ArrayNode array) {
      return array;
    }
    violate(field, "must be an array", "an array", received(value));
    return null;
  }

  /** A value as a violation shows it: scalars as written, containers by kind. */
  static String received(JsonNode value) {
    if (value.isString()) {
      return value.stringValue();
    }
    if (value.isObject()) {
      return "an object";
    }
    return value.isArray() ? "an array of " + value.size() : value.toString();
  }
}
