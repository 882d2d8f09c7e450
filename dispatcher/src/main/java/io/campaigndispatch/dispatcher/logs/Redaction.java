package io.campaigndispatch.dispatcher.logs;

import java.util.regex.Pattern;

/**
 * The last filter before a log: what looks like a phone number, a wamid (which contains one) or a
 * token becomes stars, whoever wrote the line. What our own lines say is masked where it arises;
 * this is for what exceptions and libraries quote.
 *
 * <p>Offsets and times as numbers of JSON are no text and stay.
 */
final class Redaction {

  private static final String STARS = "***";
  private static final int LONGEST = 4_000;

  private static final Pattern SECRET =
      Pattern.compile(
          // As a person writes it, and as it stands in records: no date, address or version has ten
          // digits in a row, and a limit is round.
          "\\+\\d(?:[\\s().-]{0,2}\\d){7,14}"
              + "|(?<!\\d)(?!10{9,}\\b)\\d{10,}"
              + "|wamid\\.[^\\s\"',;\\]})]+"
              + "|(?<=[Bb]earer )[^\\s\"',;]+"
              + "|pl_key_[^\\s\"',;]+"
              // A JSON web token begins with {" in base64.
              + "|eyJ[\\w-]{8,}(?:\\.[\\w-]+)*");

  private Redaction() {}

  static String mask(String text) {
    return SECRET.matcher(text).replaceAll(STARS);
  }

  /** The same of a value that must not pretend to be a line of its own, nor fill the log. */
  static String maskValue(String text) {
    String masked = mask(text).replaceAll("[\\p{Cntrl}\\p{Zl}\\p{Zp}]+", " ");
    return masked.length() <= LONGEST ? masked : masked.substring(0, LONGEST) + "…";
  }
}
