package io.campaigndispatch.dispatcher.core;

import io.campaigndispatch.dispatcher.flow.Flow;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Offsets of one partition that are being read again, for several flows at once; in ascending
 * order. Owned by the core thread.
 */
final class Pass {

  /**
   * One offset.
   *
   * @param flow null when it was read and is to be admitted anew, or only to be looked at
   * @param look whether it stays where it is, unless it must end
   */
  record Wanted(long offset, @Nullable Flow flow, boolean look) {
    Wanted(long offset, @Nullable Flow flow) {
      this(offset, flow, false);
    }

    static Wanted look(long offset) {
      return new Wanted(offset, null, true);
    }
  }

  private final long number;
  private final List<Wanted> wanted;
  private int answered;
  private long reserved;

  Pass(long number, List<Wanted> wanted) {
    this.number = number;
    this.wanted = List.copyOf(wanted);
  }

  long number() {
    return number;
  }

  int size() {
    return wanted.size();
  }

  List<Long> offsets() {
    return wanted.stream().map(Wanted::offset).toList();
  }

  /** What it will bring is counted as if it were here. */
  void reserve(Memory memory) {
    reserved = size() * memory.weightOfOne();
    memory.reserve(reserved);
  }

  /** It has come, or will not. */
  void arrived(Memory memory) {
    memory.arrived(reserved);
    reserved = 0;
  }

  /** Those not yet answered. */
  List<Wanted> left() {
    return wanted.subList(answered, wanted.size());
  }

  /** Whether anything of it was answered. */
  boolean isBegun() {
    return answered > 0;
  }

  /** The rest is no longer wanted. */
  void giveUp() {
    answered = wanted.size();
  }

  boolean isDone() {
    return answered == wanted.size();
  }

  /**
   * Everything before an offset that was read is answered; those not among the records are gone.
   *
   * @return what was wanted at that offset; null when nothing was
   */
  @Nullable Wanted answer(long offset, Consumer<Wanted> gone) {
    answerBelow(offset, gone);
    return answered < wanted.size() && wanted.get(answered).offset() == offset
        ? wanted.get(answered++)
        : null;
  }

  void answerBelow(long offset, Consumer<Wanted> gone) {
    while (answered < wanted.size() && wanted.get(answered).offset() < offset) {
      gone.accept(wanted.get(answered++));
    }
  }
}
