package io.campaigndispatch.model.wire;

import io.campaigndispatch.model.outcome.Failure;
import io.campaigndispatch.model.outcome.FailureCategory;
import io.campaigndispatch.model.outcome.FailureCode;
import io.campaigndispatch.model.outcome.Violation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What reading a record turned up besides its values: broken rules and fields that no rule knows.
 *
 * <p>A hostile megabyte can break half a million rules, and the outcome that lists them must itself
 * fit into a record: the first {@value #MOST_LISTED} are listed, the rest counted.
 */
final class Findings {
  static final int MOST_LISTED = 100;
  private static final int LONGEST_RECEIVED = 100;
  private static final int LONGEST_FIELD = 200;

  private final List<Violation> violations = new ArrayList<>(0);
  private int broken;
  private int unknownFields;

  void add(String field, String message, @Nullable String expected, @Nullable String received) {
    broken++;
    if (violations.size() < MOST_LISTED) {
      violations.add(
          new Violation(
              printable(field, LONGEST_FIELD),
              message,
              expected,
              received == null ? null : printable(received, LONGEST_RECEIVED)));
    }
  }

  void objectOpened(int fields) {
    unknownFields += fields;
  }

  void fieldKnown() {
    unknownFields--;
  }

  int unknownFields() {
    return unknownFields;
  }

  int broken() {
    return broken;
  }

  /** The failure that lists every broken rule; only when there is one. */
  Failure failure() {
    List<Violation> listed = new ArrayList<>(violations);
    if (broken > listed.size()) {
      listed.add(
          new Violation(
              "", "further broken rules are not listed", null, "" + (broken - listed.size())));
    }
    Violation first = violations.getFirst();
    String message =
        (first.field().isEmpty() ? "the value" : first.field()) + " " + first.message();
    if (broken > 1) {
      message += " (and " + (broken - 1) + " more)";
    }
    return new Failure(FailureCategory.REQUEST, FailureCode.INVALID, null, message, listed);
  }

  /** At most so many characters, and none that a log line or a UTF-8 encoder would trip over. */
  private static String printable(String text, int longest) {
    int end = Math.min(text.length(), longest);
    StringBuilder out = new StringBuilder(end + 1);
    for (int i = 0; i < end; ) {
      int codePoint = text.codePointAt(i);
      i += Character.charCount(codePoint);
      boolean odd = Character.isISOControl(codePoint) || Texts.isSurrogate(codePoint);
      out.appendCodePoint(odd ? 0xFFFD : codePoint);
    }
    return end < text.length() ? out.append('…').toString() : out.toString();
  }
}
