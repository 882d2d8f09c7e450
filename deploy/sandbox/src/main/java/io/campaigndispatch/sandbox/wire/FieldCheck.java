package io.campaigndispatch.sandbox.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads the fields of one request and collects every rule they break. */
public final class FieldCheck {
  /**
   * Digits with country code, no symbols: E.164 allows at most 15 (ITU-T E.164), we ask for at
   * least 8.
   */
  public static final Pattern DIGITS = Pattern.compile("[1-9]\\d{7,14}");

  /** WhatsApp's own limit of a text message, in characters (code points). */
  public static final int MAX_TEXT = 4096;

  private static final int SHOWN = 60;

  private final List<Problem> problems = new ArrayList<>();

  /** Every broken rule so far, in the order found. */
  public List<Problem> problems() {
    return List.copyOf(problems);
  }

  /** Whether no rule is broken so far. */
  public boolean passed() {
    return problems.isEmpty();
  }

  /** Notes a broken rule. */
  public void reject(String field, String expected, JsonNode received) {
    problems.add(new Problem(field, expected, shown(received)));
  }

  /** A string that must be there and not be blank; the empty string when it is not. */
  public String requiredText(JsonNode parent, String path, String name) {
    JsonNode value = parent.path(name);
    if (!value.isString() || value.stringValue().isBlank()) {
      reject(path + name, "a non-empty string", value);
      return "";
    }
    return value.stringValue();
  }

  /** A string that may be absent or null; null when it is. */
  public @Nullable String optionalText(JsonNode parent, String path, String name) {
    JsonNode value = parent.path(name);
    if (isAbsent(value)) {
      return null;
    }
    if (!value.isString()) {
      reject(path + name, "a string", value);
      return null;
    }
    return value.stringValue();
  }

  /** Strings that may be absent or null and whose values do not matter. */
  public void textIfPresent(JsonNode parent, String path, String... names) {
    for (String name : names) {
      JsonNode value = parent.path(name);
      if (!isAbsent(value) && !value.isString()) {
        reject(path + name, "a string", value);
      }
    }
  }

  /** A required string of a given form; the empty string when it breaks the rule. */
  public String requiredForm(
      JsonNode parent, String path, String name, Pattern form, String expected) {
    JsonNode value = parent.path(name);
    if (!value.isString() || !form.matcher(value.stringValue()).matches()) {
      reject(path + name, expected, value);
      return "";
    }
    return value.stringValue();
  }

  /** Message text: required, 1 to {@value #MAX_TEXT} characters. */
  public String requiredContent(JsonNode parent, String name) {
    String text = requiredText(parent, "", name);
    if (text.codePointCount(0, text.length()) > MAX_TEXT) {
      problems.add(
          new Problem(name, "at most " + MAX_TEXT + " characters", text.length() + " characters"));
    }
    return text;
  }

  /** Whether a field is missing or null. */
  public static boolean isAbsent(JsonNode value) {
    return value.isMissingNode() || value.isNull();
  }

  /** A value for an error text: JSON, cut after {@value #SHOWN} characters. */
  public static String shown(JsonNode value) {
    String text = value.isMissingNode() ? "nothing" : value.toString();
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
  }
}
