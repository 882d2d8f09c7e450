package io.campaigndispatch.sandbox.gateway;

import io.campaigndispatch.sandbox.wire.FieldCheck;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * A template call's components, well formed.
 *
 * <p>The page names types header, body and button, parameters {@code {type: "text", text}}, and for
 * buttons {@code sub_type: "url"} with {@code index} as a string. A header's media parameter and
 * the button types beside {@code url} are taken in the form of Meta's Cloud API, which the gateway
 * stands in front of.
 *
 * @param headerTypes types of the header's parameters, such as {@code text} or {@code image}
 * @param bodyParams how many parameters the body has
 * @param buttons the indexes of the buttons given
 */
record Components(List<String> headerTypes, int bodyParams, Set<Integer> buttons) {
  private static final Set<String> TYPES = Set.of("header", "body", "button");
  private static final Set<String> MEDIA = Set.of("image", "document", "video");
  private static final Set<String> SUB_TYPES = Set.of("url", "quick_reply", "copy_code");

  /** A button's parameter has one of these types, and its value under the same name. */
  private static final Set<String> BUTTON_VALUES = Set.of("text", "payload", "coupon_code");

  Components {
    headerTypes = List.copyOf(headerTypes);
    buttons = Set.copyOf(buttons);
  }

  static Components read(FieldCheck check, JsonNode components) {
    List<String> header = List.of();
    int bodyParams = 0;
    Set<Integer> buttons = new HashSet<>();
    if (!FieldCheck.isAbsent(components) && !components.isArray()) {
      check.reject("components", "an array", components);
    }
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < components.size() && components.isArray(); i++) {
      JsonNode component = components.path(i);
      String path = "components[" + i + "].";
      String type = component.path("type").asString("");
      if (!TYPES.contains(type) || (!type.equals("button") && !seen.add(type))) {
        check.reject(path + "type", "header, body (each once) or button", component.path("type"));
        continue;
      }
      JsonNode parameters = component.path("parameters");
      if (!FieldCheck.isAbsent(parameters) && !parameters.isArray()) {
        check.reject(path + "parameters", "an array", parameters);
        continue;
      }
      switch (type) {
        case "header" -> header = headerTypes(check, path, parameters);
        case "body" -> {
          bodyParams = parameters.size();
          texts(check, path, parameters);
        }
        default -> button(check, path, component, buttons);
      }
    }
    return new Components(header, bodyParams, buttons);
  }

  private static List<String> headerTypes(FieldCheck check, String path, JsonNode parameters) {
    if (parameters.size() == 1 && MEDIA.contains(parameters.path(0).path("type").asString(""))) {
      String type = parameters.path(0).path("type").stringValue();
      JsonNode link = parameters.path(0).path(type).path("link");
      if (!link.isString() || !link.stringValue().startsWith("https://")) {
        check.reject(path + "parameters[0]." + type + ".link", "an https:// address", link);
      }
      return List.of(type);
    }
    texts(check, path, parameters);
    return Collections.nCopies(parameters.size(), "text");
  }

  private static void texts(FieldCheck check, String path, JsonNode parameters) {
    for (int i = 0; i < parameters.size(); i++) {
      JsonNode parameter = parameters.path(i);
      JsonNode text = parameter.path("text");
      if (!parameter.path("type").asString("").equals("text")
          || !text.isString()
          || text.stringValue().isEmpty()) {
        check.reject(
            path + "parameters[" + i + "]", "{\"type\":\"text\",\"text\":\"…\"}", parameter);
      }
    }
  }

  private static void button(
      FieldCheck check, String path, JsonNode component, Set<Integer> buttons) {
    JsonNode subType = component.path("sub_type");
    if (!SUB_TYPES.contains(subType.asString(""))) {
      check.reject(path + "sub_type", "url (or quick_reply, copy_code)", subType);
    }
    JsonNode index = component.path("index");
    if (!index.isString() || !index.stringValue().matches("\\d")) {
      check.reject(path + "index", "a string with a digit", index);
    } else if (!buttons.add(Integer.parseInt(index.stringValue()))) {
      check.reject(path + "index", "each button once", index);
    }
    JsonNode only = component.path("parameters").path(0);
    String type = only.path("type").asString("");
    if (component.path("parameters").size() != 1
        || !BUTTON_VALUES.contains(type)
        || only.path(type).asString("").isEmpty()) {
      check.reject(path + "parameters", "exactly one parameter", component.path("parameters"));
    }
  }
}
