package io.campaigndispatch.dispatcher.admin;

import io.campaigndispatch.dispatcher.admin.Attention.Level;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * What fits on a page of all that match.
 *
 * @param total of all, matching or not
 */
record BoardSlice<T>(int total, int matching, int offset, List<T> items) {

  private static final int MOST = 200;

  /** Which levels are wanted. */
  enum Only {
    ALL,
    /** What needs somebody. */
    ATTENTION,
    /** What is not idle. */
    BUSY;

    boolean matches(Level level) {
      return switch (this) {
        case ALL -> true;
        case ATTENTION -> level == Level.ALERT || level == Level.WARNING;
        case BUSY -> level != Level.IDLE;
      };
    }
  }

  /** From where, and how many. */
  record Range(int offset, int limit) {

    /**
     * @throws org.springframework.web.ErrorResponseException that says what was expected
     */
    static Range of(int offset, int limit) {
      if (offset < 0) {
        throw refused("offset", "0 or more", offset);
      }
      if (limit < 1 || limit > MOST) {
        throw refused("limit", "1 to " + MOST, limit);
      }
      return new Range(offset, limit);
    }

    private static RuntimeException refused(String field, String expected, int received) {
      return Problems.of(HttpStatus.BAD_REQUEST, field, expected, Integer.toString(received));
    }
  }

  /**
   * @param order null: as they are
   */
  static <T> BoardSlice<T> of(
      List<T> all, Predicate<T> wanted, @Nullable Comparator<? super T> order, Range range) {
    Stream<T> matching = all.stream().filter(wanted);
    List<T> sorted = (order == null ? matching : matching.sorted(order)).toList();
    return new BoardSlice<>(
        all.size(),
        sorted.size(),
        range.offset(),
        sorted.stream().skip(range.offset()).limit(range.limit()).toList());
  }

  /** Whatever the case. */
  static boolean contains(String text, String part) {
    return text.toLowerCase(Locale.ROOT).contains(part.strip().toLowerCase(Locale.ROOT));
  }
}
