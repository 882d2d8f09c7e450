package io.campaigndispatch.dispatcher.deadletters;

import io.campaigndispatch.model.send.PhoneNumber;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** Dead letters as a person reads them on a terminal. */
public final class LetterText {

  private static final List<String> TITLES =
      List.of(
          "PLACE",
          "FAILED AT",
          "WORKSPACE",
          "CAMPAIGN",
          "REQUEST",
          "RECIPIENT",
          "CATEGORY",
          "CODE",
          "REPLAY",
          "STATE");
  private static final int WIDEST = 32;

  /** Spring's, four and eight bytes wide. */
  private static final String BINARY = "kafka_dlt-original-";

  private LetterText() {}

  /**
   * A table with a line per dead letter.
   *
   * @param recipients whether numbers are shown in full
   */
  public static List<String> table(List<DeadLetterDesk.Entry> entries, boolean recipients) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(TITLES);
    entries.forEach(entry -> rows.add(row(entry, recipients)));
    int[] widths = new int[TITLES.size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        line.append(row.get(i)).repeat(' ', widths[i] - row.get(i).length() + 2);
      }
      lines.add(line.toString().stripTrailing());
    }
    return lines;
  }

  private static List<String> row(DeadLetterDesk.Entry entry, boolean recipients) {
    DeadLetter letter = entry.letter();
    return List.of(
        letter.place().toString(),
        letter.failedAt().truncatedTo(ChronoUnit.SECONDS).toString(),
        cell(letter.workspaceId()),
        cell(letter.campaignId()),
        cell(letter.requestId()),
        recipient(letter.recipient(), recipients),
        letter.category() == null ? "-" : letter.category().name(),
        cell(letter.code()),
        Integer.toString(letter.replay()),
        state(entry.handling()));
  }

  /** As little of a number as was asked for. */
  static String recipient(@Nullable PhoneNumber recipient, boolean whole) {
    if (recipient == null) {
      return "-";
    }
    return whole ? recipient.e164() : recipient.masked();
  }

  private static String cell(@Nullable String text) {
    if (text == null || text.isEmpty()) {
      return "-";
    }
    String plain = printable(text).replace('\n', ' ');
    return plain.length() > WIDEST ? plain.substring(0, WIDEST - 1) + "…" : plain;
  }

  private static String state(@Nullable Handling handling) {
    return handling == null
        ? "open"
        : handling.action().done()
            + " "
            + handling.at().truncatedTo(ChronoUnit.SECONDS)
            + " by "
            + printable(handling.by());
  }

  /** Everything about one: what became of it, its headers, its body. */
  public static List<String> whole(DeadLetterDesk.Entry entry) {
    DeadLetter letter = entry.letter();
    List<String> lines = new ArrayList<>();
    lines.add("place     " + letter.raw());
    lines.add("state     " + state(entry.handling()));
    lines.add("reason    " + letter.category() + " " + printable(letter.code()));
    lines.add("error     " + printable(letter.error()));
    lines.add("key       " + text(letter.raw().key()));
    for (Header header : letter.raw().headers()) {
      lines.add("header    " + printable(header.key()) + ": " + value(header));
    }
    byte[] value = letter.raw().value();
    lines.add(value == null ? "body      none" : "body      " + value.length + " bytes");
    if (value != null) {
      lines.add(printable(new String(value, StandardCharsets.UTF_8)));
    }
    return lines;
  }

  private static String value(Header header) {
    byte[] value = header.value();
    if (value != null
        && header.key().startsWith(BINARY)
        && (value.length == 4 || value.length == 8)) {
      long number = 0;
      for (byte one : value) {
        number = number << 8 | (one & 0xff);
      }
      return Long.toString(number);
    }
    return text(value);
  }

  private static String text(byte @Nullable [] value) {
    return value == null ? "none" : printable(new String(value, StandardCharsets.UTF_8));
  }

  /** How many of which kind, and how many are left alone and why. */
  public static List<String> counts(LetterCounts counts) {
    List<String> lines = new ArrayList<>();
    for (Map.Entry<LetterCounts.Kind, Long> kind : counts.byKind().entrySet()) {
      lines.add(
          "%9d  %s %s"
              .formatted(
                  kind.getValue(), kind.getKey().category(), printable(kind.getKey().code())));
    }
    counts
        .left()
        .forEach((reason, number) -> lines.add("%9d  left: %s".formatted(number, reason.reason())));
    if (counts.beyondMost() > 0) {
      lines.add("%9d  left: more than --max allows".formatted(counts.beyondMost()));
    }
    return lines;
  }

  /** Without what a terminal would obey. */
  private static String printable(String text) {
    StringBuilder plain = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      plain.append(Character.isISOControl(c) && c != '\n' && c != '\t' ? '\uFFFD' : c);
    }
    return plain.toString();
  }
}
