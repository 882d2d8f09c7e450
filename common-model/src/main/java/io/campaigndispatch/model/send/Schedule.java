package io.campaigndispatch.model.send;

import java.time.Duration;
import java.time.Instant;

/** When a request becomes due; kept by us, never handed to a vendor's scheduler. */
public sealed interface Schedule {

  /** The instant at which a record with this timestamp is due. */
  Instant dueAt(Instant recordTimestamp);

  /** A wait from the record's timestamp: 3 s to 24 h. */
  record Delay(Duration delay) implements Schedule {
    @Override
    public Instant dueAt(Instant recordTimestamp) {
      return recordTimestamp.plus(delay);
    }
  }

  /** A point in time, after the record's timestamp and at most one year after it. */
  record At(Instant at) implements Schedule {
    @Override
    public Instant dueAt(Instant recordTimestamp) {
      return at;
    }
  }
}
