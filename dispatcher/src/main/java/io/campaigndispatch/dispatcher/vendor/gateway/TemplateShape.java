package io.campaigndispatch.dispatcher.vendor.gateway;

import io.campaigndispatch.dispatcher.vendor.reply.Json;
import io.campaigndispatch.model.send.Button;
import io.campaigndispatch.model.workspace.TemplateDescriptor.ButtonSlot;
import io.campaigndispatch.model.workspace.TemplateDescriptor.HeaderKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * What a template takes, read from its definition's {@code components} as Meta writes them (Meta:
 * templates, components): BODY text with {@code {{1}}} or {@code {{name}}}, HEADER format, BUTTONS.
 */
final class TemplateShape {

  private static final Pattern PLACEHOLDER =
      Pattern.compile("\\{\\{\\s*([A-Za-z0-9_]{1,64})\\s*}}");

  private static final Comparator<String> BY_NUMBER =
      Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder());

  private TemplateShape() {}

  /** The header's kind; null when it takes no value. */
  static @Nullable HeaderKind header(JsonNode components) {
    JsonNode header = component(components, "HEADER");
    return switch (upper(header.path("format"))) {
      case "IMAGE" -> HeaderKind.IMAGE;
      case "DOCUMENT" -> HeaderKind.DOCUMENT;
      case "VIDEO" -> HeaderKind.VIDEO;
      case "TEXT", "" -> placeholders(header.path("text")).isEmpty() ? null : HeaderKind.TEXT;
      default -> null;
    };
  }

  /** Each placeholder once: by number where all are numbers, else as they appear. */
  static List<String> bodyParams(JsonNode components) {
    Set<String> found = placeholders(component(components, "BODY").path("text"));
    boolean numbered = found.stream().allMatch(name -> name.matches("[0-9]+"));
    return numbered ? found.stream().sorted(BY_NUMBER).toList() : List.copyOf(found);
  }

  /** The buttons that take a value. */
  static List<ButtonSlot> buttons(JsonNode components) {
    JsonNode buttons = component(components, "BUTTONS").path("buttons");
    List<ButtonSlot> slots = new ArrayList<>();
    for (int i = 0; i < buttons.size(); i++) {
      Button.Type type = type(buttons.path(i));
      if (type != null) {
        slots.add(new ButtonSlot(i, type));
      }
    }
    return slots;
  }

  private static Button.@Nullable Type type(JsonNode button) {
    return switch (upper(button.path("type"))) {
      case "URL" -> urlType(button.path("url"));
      case "QUICK_REPLY" -> Button.Type.QUICK_REPLY;
      case "OTP" -> Button.Type.OTP;
      default -> null;
    };
  }

  /** Meta lists a one-time password's button as a URL of its own (authentication templates). */
  private static Button.@Nullable Type urlType(JsonNode url) {
    if (placeholders(url).isEmpty()) {
      return null;
    }
    String text = Json.text(url);
    return text != null && text.contains("whatsapp.com/otp/") ? Button.Type.OTP : Button.Type.URL;
  }

  private static JsonNode component(JsonNode components, String type) {
    for (JsonNode component : components) {
      if (upper(component.path("type")).equals(type)) {
        return component;
      }
    }
    return MissingNode.getInstance();
  }

  private static Set<String> placeholders(JsonNode text) {
    Set<String> found = new LinkedHashSet<>();
    String said = Json.text(text);
    if (said != null) {
      Matcher matcher = PLACEHOLDER.matcher(said);
      while (matcher.find()) {
        found.add(matcher.group(1));
      }
    }
    return found;
  }

  private static String upper(JsonNode node) {
    String text = Json.text(node);
    return text == null ? "" : text.toUpperCase(Locale.ROOT);
  }
}
