package io.campaigndispatch.dispatcher.throttle;

import io.campaigndispatch.model.workspace.Bandwidth;
import java.time.Duration;
import java.util.List;

/**
 * How many messages a workspace may have sent that the journal does not show yet: whoever takes
 * over after a crash assumes that many, and forfeits them. Only a bandwidth whose burst takes long
 * to come back limits it, to a hundredth of that burst, at least one message. A hundredth is then
 * more than a second earns, and the journal is written ten times in that: nobody at its rate waits.
 */
final class JournalRoom {

  static final long UNLIMITED = Long.MAX_VALUE;

  private static final long PART = 100;
  private static final double SLOW_SECONDS = Duration.ofSeconds(100).toSeconds();

  private final long most;
  private long unjournaled;

  /**
   * @param bandwidths the workspace's own
   */
  JournalRoom(List<Bandwidth> bandwidths) {
    this.most = most(bandwidths);
  }

  /** Most messages under these bandwidths that the journal does not show. */
  static long most(List<Bandwidth> bandwidths) {
    long most = UNLIMITED;
    for (Bandwidth bandwidth : bandwidths) {
      if (isSlow(bandwidth)) {
        most = Math.min(most, Math.max(1, bandwidth.burst() / PART));
      }
    }
    return most;
  }

  /** Whether a burst takes so long to come back that what is lost of it is forfeited. */
  static boolean isSlow(Bandwidth bandwidth) {
    return bandwidth.burst() / bandwidth.perSecond() > SLOW_SECONDS;
  }

  long left() {
    return most == UNLIMITED ? UNLIMITED : Math.max(0, most - unjournaled);
  }

  void sent(long messages) {
    unjournaled += messages;
  }

  long unjournaled() {
    return unjournaled;
  }

  void journaled(int messages) {
    unjournaled -= messages;
  }
}
