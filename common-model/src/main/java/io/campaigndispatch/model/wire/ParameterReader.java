package io.campaigndispatch.model.wire;

import io.campaigndispatch.model.send.Parameter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;

/** Template parameters: repaired by {@link ParameterText}, then held against WhatsApp's limits. */
final class ParameterReader {

  /** Where a parameter stands decides how long it may be (Meta: components). */
  enum Place {
    /** The rendered body has at most 1,024 characters. */
    BODY(1_024),
    /** The rendered header has at most 60, unless the "variable" is a file's address (Plazbot). */
    HEADER(60),
    /** A URL has at most 2,000. */
    BUTTON(2_000);

    private final int longest;

    Place(int longest) {
      this.longest = longest;
    }
  }

  private static final int LONGEST_URL = 2_000;

  private ParameterReader() {}

  /** An array of {@code {name?, value}} under whatever names; absent is empty. */
  static List<Parameter> list(
      Fields owner, String field, String nameField, String valueField, Place place) {
    ArrayNode array = owner.array(field);
    if (array == null) {
      return List.of();
    }
    List<Parameter> parameters = new ArrayList<>(array.size());
    for (int i = 0; i < array.size(); i++) {
      Fields element = owner.element(array, field, i);
      if (element == null) {
        continue;
      }
      String name = name(element, nameField);
      String value = value(element, valueField, place);
      if (value != null) {
        parameters.add(new Parameter(name, value));
      }
    }
    return parameters;
  }

  private static @Nullable String name(Fields element, String field) {
    String name = element.text(field);
    if (name != null && (name.isEmpty() || Texts.hasControl(name))) {
      element.violate(field, "is malformed", "no control characters, not empty", name);
    }
    return name;
  }

  /** A required parameter in a field of its own. */
  static @Nullable String value(Fields owner, String field, Place place) {
    String text = owner.requiredText(field, "a string that is not empty");
    return text == null ? null : checked(text, owner, field, -1, place);
  }

  /** The repaired text; null when it breaks a rule. */
  static @Nullable String checked(
      String text, Fields owner, String field, int element, Place place) {
    String value = ParameterText.sanitised(text);
    int longest =
        place == Place.HEADER && value.startsWith("https://") ? LONGEST_URL : place.longest;
    String message;
    String expected;
    if (value.isEmpty()) {
      message = "must not be empty";
      expected = "at least one character besides spaces";
    } else if (value.length() > longest) {
      message = "is too long";
      expected = "at most " + longest + " characters";
    } else if (Texts.hasControl(value)) {
      message = "must not contain control characters";
      expected = "text without control characters";
    } else {
      return value;
    }
    String path = element < 0 ? owner.path(field) : owner.path(field, element);
    owner.findings().add(path, message, expected, text);
    return null;
  }
}
