package io.campaigndispatch.demo.proof;

import io.campaigndispatch.model.outcome.Status;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What was read, and what became of it: nothing may be left over on either side.
 *
 * @param read records of the requests topic, and the requests of those that were fanned out
 * @param ended final outcomes by status
 * @param moved records sent to their home, where they were read again
 * @param fannedOut records that became several requests
 * @param unreadable dead letters without a request id
 */
public record Conservation(
    long read, Map<Status, Long> ended, long moved, long fannedOut, long unreadable) {

  static Conservation of(Evidence evidence) {
    long children = 0;
    long fannedOut = 0;
    for (SentRecord record : evidence.sent()) {
      if (record.fannedOut()) {
        fannedOut++;
        children += record.expected().size();
      }
    }
    Map<Status, Long> ended = new EnumMap<>(Status.class);
    for (Ending ending : evidence.endings()) {
      ended.merge(ending.status(), 1L, Long::sum);
    }
    return new Conservation(
        evidence.recordsRead() + children,
        ended,
        evidence.moves().values().stream().mapToLong(Integer::longValue).sum(),
        fannedOut,
        evidence.deadLetters().stream().filter(letter -> letter.key().requestId() == null).count());
  }

  /** Whether both sides are equal. */
  public boolean holds() {
    return read
        == ended.values().stream().mapToLong(Long::longValue).sum()
            + moved
            + fannedOut
            + unreadable;
  }

  /** {@code read N = accepted a + failed f + …}. */
  @Override
  public String toString() {
    String endings =
        Arrays.stream(Status.values())
            .filter(Status::isFinal)
            .map(
                status ->
                    "%s %,d"
                        .formatted(
                            status.name().toLowerCase(Locale.ROOT), ended.getOrDefault(status, 0L)))
            .collect(Collectors.joining(" + "));
    return "read %,d %s %s + moved %,d + fanned out %,d + unreadable %,d"
        .formatted(read, holds() ? "=" : "≠", endings, moved, fannedOut, unreadable);
  }
}
