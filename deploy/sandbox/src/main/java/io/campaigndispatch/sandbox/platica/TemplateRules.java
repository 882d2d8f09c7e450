package io.campaigndispatch.sandbox.platica;

import io.campaigndispatch.sandbox.catalogue.HeaderKind;
import io.campaigndispatch.sandbox.catalogue.Template;
import io.campaigndispatch.sandbox.wire.FieldCheck;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Whether a template payload is well formed and fits the template's definition; every mistake is
 * reported at once.
 *
 * <p>The rules are the page's "Template validation" and its table. INVENTED: that mistakes of form
 * (more than three buttons, repeated indexes and the like) come in this body rather than in the
 * other one, and their wording. A dynamic button that is left out is no error, for the page names
 * none.
 */
final class TemplateRules {
  private static final Set<String> TYPES = Set.of("image", "document", "video");

  /** So many params are looked at one by one; the reply to nonsense stays small. */
  private static final int MAX_REPORTED = 100;

  private TemplateRules() {}

  /**
   * Checks a payload.
   *
   * @param definition the template, or null when the catalogue does not hold it: then only the form
   *     counts
   */
  static TemplateErrors check(JsonNode payload, @Nullable Template definition) {
    TemplateErrors errors = new TemplateErrors();
    params(errors, payload.path("params"), definition);
    header(errors, payload.path("type"), payload.path("file"), definition);
    ButtonRules.check(errors, payload.path("buttons"), definition);
    return errors;
  }

  /** The mistakes of a payload that can never fit: one param is always wanted more. */
  static TemplateErrors neverFits(JsonNode payload) {
    TemplateErrors errors = new TemplateErrors();
    int given = payload.path("params").size();
    errors.paramCount(given + 1, given);
    return errors;
  }

  private static void params(
      TemplateErrors errors, JsonNode params, @Nullable Template definition) {
    if (!FieldCheck.isAbsent(params)) {
      if (!params.isArray()) {
        errors.add("template.params", "Params must be an array", "an array of strings", params);
        return;
      }
      for (int i = 0; i < Math.min(params.size(), MAX_REPORTED); i++) {
        if (!params.path(i).isString()) {
          errors.add(
              "template.params[" + i + "]", "Params must be strings", "a string", params.path(i));
        }
      }
    }
    if (definition != null && params.size() != definition.bodyParams().size()) {
      errors.paramCount(definition.bodyParams().size(), params.size());
    }
  }

  private static void header(
      TemplateErrors errors, JsonNode type, JsonNode file, @Nullable Template definition) {
    boolean typed = !FieldCheck.isAbsent(type);
    boolean hasFile = !FieldCheck.isAbsent(file);
    if (typed && !(type.isString() && TYPES.contains(type.stringValue()))) {
      errors.add("template.type", "Invalid media header type", "image, document or video", type);
    } else if (definition != null && definition.header().isMedia()) {
      HeaderKind kind = definition.header();
      if (!typed) {
        errors.mediaType("This template requires media header type", kind, type);
        return;
      }
      if (!kind.name().equals(type.stringValue().toUpperCase(Locale.ROOT))) {
        errors.mediaType("The media header type does not match the template", kind, type);
      }
    } else if (definition != null && typed) {
      errors.mediaType("This template has no media header", null, type);
    } else if (!typed && hasFile) {
      errors.add("template.type", "A file needs its type", "image, document or video", type);
    }
    if (typed && !(file.isString() && isHttps(file.stringValue()))) {
      errors.add("template.file", "A media header needs a file", "a public https:// address", file);
    }
  }

  static boolean isHttps(String text) {
    return text.length() > 8 && text.toLowerCase(Locale.ROOT).startsWith("https://");
  }
}
