package io.campaigndispatch.model.wire;

/**
 * The text of a template parameter as WhatsApp takes it.
 *
 * <p>Meta refuses a parameter with a line break, a tab or more than four spaces in a row (code
 * 132018). The default policy is to repair instead of refuse: trimmed, each run of line breaks and
 * tabs one space, each run of spaces one space. The rule is about parameters only; the template's
 * own text may have line breaks.
 */
final class ParameterText {

  private ParameterText() {}

  /** The repaired text; the same instance when nothing was to repair. */
  static String sanitised(String text) {
    if (isClean(text)) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length());
    boolean space = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isSpace(c)) {
        space = true;
        continue;
      }
      if (space && !out.isEmpty()) {
        out.append(' ');
      }
      space = false;
      out.append(c);
    }
    return out.toString();
  }

  private static boolean isClean(String text) {
    boolean spaceBefore = true;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isSpace(c)) {
        if (c != ' ' || spaceBefore) {
          return false;
        }
        spaceBefore = true;
      } else {
        spaceBefore = false;
      }
    }
    return !spaceBefore || text.isEmpty();
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
  }
}
