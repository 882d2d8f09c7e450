package io.campaigndispatch.sandbox.platica;

import io.campaigndispatch.sandbox.catalogue.ButtonType;
import io.campaigndispatch.sandbox.catalogue.Template;
import io.campaigndispatch.sandbox.wire.FieldCheck;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The rules of {@code template.buttons}: at most 3 dynamic buttons, each index once, one text each.
 */
final class ButtonRules {
  private static final int MAX_BUTTONS = 3;
  private static final List<String> SUB_TYPES =
      Arrays.stream(ButtonType.values()).map(ButtonRules::wireName).toList();

  private ButtonRules() {}

  static void check(TemplateErrors errors, JsonNode buttons, @Nullable Template definition) {
    if (FieldCheck.isAbsent(buttons)) {
      return;
    }
    if (!buttons.isArray() || buttons.size() > MAX_BUTTONS) {
      errors.add("template.buttons", "Too many or no list", "an array of at most 3", buttons);
      return;
    }
    Set<Integer> seen = new HashSet<>();
    for (int i = 0; i < buttons.size(); i++) {
      one(errors, "template.buttons[" + i + "]", buttons.path(i), definition, seen);
    }
  }

  private static void one(
      TemplateErrors errors,
      String path,
      JsonNode button,
      @Nullable Template definition,
      Set<Integer> seen) {
    JsonNode index = button.path("index");
    ButtonType type = null;
    if (!index.isIntegralNumber() || !index.canConvertToInt() || index.intValue() < 0) {
      errors.add(path + ".index", "Invalid button index", "a whole number from 0", index);
    } else if (!seen.add(index.intValue())) {
      errors.add(path + ".index", "Button indexes must not repeat", "each index once", index);
    } else if (definition != null && index.intValue() >= definition.buttons().size()) {
      errors.add(
          path + ".index",
          "The button does not exist in the template",
          "an index below " + definition.buttons().size(),
          index);
    } else if (definition != null) {
      type = definition.buttons().get(index.intValue()).type();
    }
    String subType = subType(errors, path + ".sub_type", button.path("sub_type"), type);
    parameters(errors, path, button.path("parameters"), subType);
  }

  /**
   * The sub type that counts: given, or inferred from the template; {@code url} when neither tells.
   */
  private static String subType(
      TemplateErrors errors, String path, JsonNode given, @Nullable ButtonType defined) {
    if (FieldCheck.isAbsent(given)) {
      if (defined == ButtonType.QUICK_REPLY) {
        errors.add(path, "The sub type of a quick reply is not inferred", "quick_reply", given);
      }
      return wireName(defined == null ? ButtonType.URL : defined);
    }
    String text = given.isString() ? given.stringValue() : "";
    if (!SUB_TYPES.contains(text)) {
      errors.add(path, "Invalid sub type", String.join(", ", SUB_TYPES), given);
    } else if (defined != null && !text.equals(wireName(defined))) {
      errors.add(path, "The sub type does not match the template", wireName(defined), given);
    }
    return text;
  }

  private static void parameters(
      TemplateErrors errors, String path, JsonNode parameters, String subType) {
    JsonNode only = parameters.path(0);
    JsonNode text = only.path("text");
    if (!parameters.isArray()
        || parameters.size() != 1
        || !only.path("type").asString("").equals("text")
        || !text.isString()
        || text.stringValue().isBlank()) {
      errors.add(
          path + ".parameters",
          "Exactly one text parameter is required",
          "[{\"type\":\"text\",\"text\":\"<value>\"}]",
          parameters);
    } else if (subType.equals("url") && isFullUrl(text.stringValue())) {
      errors.add(
          path + ".parameters[0].text",
          "The text of a URL button must be a path segment, not a full URL",
          "a path segment such as promo/enero",
          text);
    }
  }

  private static boolean isFullUrl(String text) {
    String lower = text.strip().toLowerCase(Locale.ROOT);
    return lower.startsWith("https://") || lower.startsWith("http://");
  }

  private static String wireName(ButtonType type) {
    return type.name().toLowerCase(Locale.ROOT);
  }
}
