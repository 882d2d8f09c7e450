package io.campaigndispatch.dispatcher.control;

/**
 * How long a topic's records are kept, as the broker is set.
 *
 * @param millis their age at which they may be deleted; {@link TopicState#UNLIMITED} for any
 * @param bytes of a partition, beyond which its oldest are deleted; likewise
 */
record Retention(long millis, long bytes) {

  /** Where a record stands in its partition. */
  record Place(long offset, long first, long end) {}

  /** The share of its allowed age that a record has used up, from 0; deleted from 1 on. */
  double usedByTime(long timestampMillis, long nowMillis) {
    return millis <= 0 || timestampMillis < 0
        ? 0
        : Math.max(0, nowMillis - timestampMillis) / (double) millis;
  }

  /**
   * The share of the allowed bytes that a record and what lies behind it take, from 0; deleted from
   * 1 on.
   *
   * @param size of the partition, spread evenly over its offsets
   */
  double usedByBytes(Place place, long size) {
    if (bytes <= 0 || place.end() <= place.first()) {
      return 0;
    }
    double behind = place.end() - Math.max(place.offset(), place.first());
    return size * behind / (place.end() - place.first()) / bytes;
  }
}
