package io.campaigndispatch.dispatcher.core;

import io.campaigndispatch.dispatcher.index.Position;
import io.campaigndispatch.model.send.Priority;

/**
 * What a request that waits in the delay topic takes along. All times are epoch milliseconds.
 *
 * @param dueMillis until when it waits
 * @param enteredMillis when it first entered: schedule and expiry are counted from it
 * @param calledMillis when its first call was made; {@link #NEVER} when none was
 * @param child which of its record's requests it is; {@link Position#WHOLE} when the record is one
 */
public record Parking(
    long dueMillis, long enteredMillis, long calledMillis, Priority priority, int child) {

  public static final long NEVER = -1;
}
