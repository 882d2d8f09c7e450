package io.campaigndispatch.dispatcher.core;

/** One assignment of a partition to one process, from its opening to its end. */
final class Ownership {

  final int partition;
  final long epoch;

  /** In which process. */
  final SimulatedIntake intake;

  final long openedNanos;

  /** Whether earlier owners left nothing that must be read again by offset. */
  final boolean isNew;

  /** World time at which its process learned that ownership is written; never: MAX_VALUE. */
  long ownedNanos = Long.MAX_VALUE;

  /** Everything below it was handed to the core. */
  long frontier;

  /** Records that its core has said to be lost. */
  long lost;

  /** Its process was told that it ends. */
  boolean told;

  /** The group gave it to another while its process stood still, for long enough to notice. */
  boolean takenAway;

  /** It ended, or will, without everything being written: by a crash, a loss, impatience. */
  boolean unclean;

  Ownership(SimulatedIntake intake, CoreEvent.PartitionOpened opened, long nowNanos) {
    this.partition = opened.partition();
    this.epoch = opened.epoch();
    this.intake = intake;
    this.openedNanos = nowNanos;
    this.isNew =
        opened.restored().flows().isEmpty() && opened.restored().takeover().recovered().isEmpty();
    this.frontier = opened.restored().frontier();
  }

  boolean isOwned() {
    return ownedNanos != Long.MAX_VALUE && !told;
  }
}
