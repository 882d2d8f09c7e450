package io.campaigndispatch.dispatcher.vendor.reply;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a body says went wrong, in whichever of the vendors' shapes it says it: {@code
 * {success,code,errorCode,message}} (Plazbot), {@code {code,error,details}} (Platica), Meta's
 * {@code error{code,message,error_data{details}}} at any of the places gateways put it.
 *
 * @param code as the vendor writes it, number or word; null when it names none
 * @param text the vendor's own sentence, unmasked: for matching only; empty when it has none
 * @param envelope the body is recognisably the vendor's own error, not a proxy's
 * @param nested the code stands in an error within the body, so that it is no copy of the status
 */
public record BodyError(@Nullable String code, String text, boolean envelope, boolean nested) {

  /** No error body was read. */
  public static final BodyError NONE = new BodyError(null, "", false, false);

  private static final int MAX_DEPTH = 4;
  private static final List<String> NESTED = List.of("error", "errors", "data");
  private static final List<String> CODES = List.of("errorCode", "error_code", "code");
  private static final List<String> TEXTS = List.of("error", "title", "message", "details");

  /** Meta's own message form: {@code (#131026) Message undeliverable}. */
  private static final Pattern CODE_IN_TEXT = Pattern.compile("\\(#(\\d{1,9})\\)");

  private static final Pattern PRESENTABLE = Pattern.compile("[A-Za-z0-9_.:-]{1,64}");

  /** Reads it from a JSON object; the innermost code wins, since it is the cause. */
  public static BodyError of(JsonNode body) {
    Set<String> texts = new LinkedHashSet<>();
    String code = collect(body, texts, 0);
    boolean nested = code != null && !code.equals(own(body));
    String text = String.join(": ", texts);
    boolean envelope =
        code != null || Json.isFalse(body.path("success")) || !body.path("error").isMissingNode();
    if (code == null) {
      Matcher inText = CODE_IN_TEXT.matcher(text);
      code = inText.find() ? inText.group(1) : null;
      nested = code != null;
    }
    return new BodyError(code, text, envelope, nested);
  }

  private static @Nullable String collect(JsonNode node, Set<String> texts, int depth) {
    if (node.isArray()) {
      return collect(node.path(0), texts, depth + 1);
    }
    if (!node.isObject() || depth > MAX_DEPTH) {
      return null;
    }
    for (String name : TEXTS) {
      add(node.path(name), texts);
    }
    add(node.path("error_data").path("details"), texts);
    for (String name : NESTED) {
      String code = collect(node.path(name), texts, depth + 1);
      if (code != null) {
        return code;
      }
    }
    return own(node);
  }

  /** The code that stands in this very object. */
  private static @Nullable String own(JsonNode node) {
    for (String name : CODES) {
      String code = Json.text(node.path(name));
      if (code != null && PRESENTABLE.matcher(code.strip()).matches() && Masking.isClean(code)) {
        return code.strip();
      }
    }
    return null;
  }

  private static void add(JsonNode node, Set<String> texts) {
    String text = Json.text(node);
    if (text != null) {
      texts.add(text.strip());
    }
  }

  /** Whether the vendor's sentence contains this, whatever the case. */
  public boolean mentions(String lowerCase) {
    return text.toLowerCase(Locale.ROOT).contains(lowerCase);
  }

  /** Whether its code is one of Meta's and can be nothing else. */
  public boolean isMetas() {
    return MetaErrors.isUnmistakable(number());
  }

  /** The code as a number from 0 to 999,999,999; -1 when it is none. */
  public int number() {
    return code != null && code.length() <= 9 && code.chars().allMatch(c -> c >= '0' && c <= '9')
        ? Integer.parseInt(code)
        : -1;
  }
}
