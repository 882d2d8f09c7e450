package io.campaigndispatch.dispatcher.deadletters;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/** How many dead letters match, by what was wrong; owned by one thread. */
public final class LetterCounts {

  private final TreeMap<Kind, Long> byKind = new TreeMap<>();
  private final EnumMap<LetterAction.Leave, Long> left = new EnumMap<>(LetterAction.Leave.class);
  private long total;
  private long beyondMost;

  /** Category and code, as a dead letter's headers name them. */
  public record Kind(String category, String code) implements Comparable<Kind> {
    @Override
    public int compareTo(Kind other) {
      int order = category.compareTo(other.category);
      return order == 0 ? code.compareTo(other.code) : order;
    }
  }

  void add(DeadLetter letter) {
    total++;
    byKind.merge(kind(letter), 1L, Long::sum);
  }

  void leave(LetterAction.Leave reason) {
    left.merge(reason, 1L, Long::sum);
  }

  void leaveBeyondMost() {
    beyondMost++;
  }

  /** What was left alone does not depend on what could be written. */
  void takeLeftFrom(LetterCounts taken) {
    left.putAll(taken.left);
    beyondMost = taken.beyondMost;
  }

  private static Kind kind(DeadLetter letter) {
    return new Kind(letter.category() == null ? "?" : letter.category().name(), letter.code());
  }

  public long total() {
    return total;
  }

  public Map<Kind, Long> byKind() {
    return Collections.unmodifiableMap(byKind);
  }

  /** What matches and is left alone, by reason. */
  public Map<LetterAction.Leave, Long> left() {
    return Collections.unmodifiableMap(left);
  }

  /** What would be taken if more were allowed. */
  public long beyondMost() {
    return beyondMost;
  }
}
