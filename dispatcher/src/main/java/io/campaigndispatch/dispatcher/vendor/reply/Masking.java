package io.campaigndispatch.dispatcher.vendor.reply;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The filter between a vendor's words and our logs and outcomes: phone numbers, wamids (which
 * contain one) and tokens become stars.
 */
public final class Masking {

  private static final int MAX_LENGTH = 300;

  /** Twice the kept length and more: whatever a cut leaves in pieces lies beyond what is kept. */
  private static final int MAX_READ = 4 * MAX_LENGTH;

  private static final Pattern SECRET =
      Pattern.compile(
          // Eight digits or more, however a person groups them.
          "\\+?\\d(?:[\\s().-]{0,2}\\d){7,}"
              + "|wamid\\.[^\\s\"',;]+"
              + "|(?<=[Bb]earer )[^\\s\"',;]+"
              + "|pl_key_[^\\s\"',;]+"
              // A long word with a digit in it: keys, JWT parts, base64.
              + "|(?=[A-Za-z_=+-]*\\d)[A-Za-z0-9_=+-]{24,}");

  private Masking() {}

  /** The text in one line of at most 300 characters, with stars for what must not be shown. */
  public static String mask(String text) {
    return mask(text, MAX_LENGTH);
  }

  /** The same, so short that both fit into one message. */
  static String maskBeside(String ours, String text) {
    return mask(text, MAX_LENGTH - ours.length());
  }

  private static String mask(String text, int most) {
    String head = text.length() > MAX_READ ? text.substring(0, MAX_READ) : text;
    Matcher matcher = SECRET.matcher(head);
    String masked = matcher.replaceAll(match -> "*".repeat(match.end() - match.start()));
    String line = masked.replaceAll("[\\s\\p{Cc}\\p{Zl}\\p{Zp}]", " ").strip();
    return line.length() > most ? line.substring(0, most - 1) + "…" : line;
  }

  /** Whether the text can be shown as it is. */
  static boolean isClean(String text) {
    return !SECRET.matcher(text).find();
  }
}
