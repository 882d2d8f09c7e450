package io.campaigndispatch.dispatcher.core;

import io.campaigndispatch.dispatcher.throttle.BucketLevel;
import io.campaigndispatch.dispatcher.throttle.SinceLevels;
import io.campaigndispatch.dispatcher.throttle.Throttles;
import io.campaigndispatch.model.workspace.Directory;
import io.campaigndispatch.model.workspace.Vendor;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What the throttles of a partition go on from when it is taken over. */
final class Levels {

  /** What the clocks of two workers may differ by. */
  private static final Duration CLOCKS_APART = Duration.ofSeconds(1);

  private final Throttles throttles;
  private final int maxUnwritten;
  private long mostUnjournaled;

  /**
   * @param maxUnwritten results that a worker may have which no journal shows
   */
  Levels(Throttles throttles, Directory directory, int maxUnwritten) {
    this.throttles = throttles;
    this.maxUnwritten = maxUnwritten;
    use(directory);
  }

  void use(Directory directory) {
    this.mostUnjournaled =
        maxUnwritten
            + directory.vendors().values().stream().mapToLong(Levels::messagesInFlight).sum();
  }

  private static long messagesInFlight(Vendor vendor) {
    return (long) vendor.maxInFlight() * vendor.maxRecipients();
  }

  /**
   * Goes on where the former owner stopped.
   *
   * @return messages by workspace that are charged although the journal does not show them
   */
  Map<String, Integer> restore(int partition, Takeover takeover, Now now) {
    Takeover.StoredLevels stored = takeover.levels();
    List<BucketLevel> levels = stored == null ? List.of() : stored.levels();
    long takenMillis = stored == null ? now.millis() : stored.takenMillis();
    Duration elapsed = Duration.ofMillis(now.millis() - takenMillis).minus(CLOCKS_APART);
    SinceLevels since =
        takeover.clean()
            ? SinceLevels.release(elapsed, takeover.calledSince())
            : new SinceLevels(
                elapsed,
                takeover.calledSince(),
                mostUnjournaled,
                Duration.ofMillis(now.millis() - takeover.lastJournalMillis()).plus(CLOCKS_APART));
    return throttles.restore(partition, levels, since);
  }
}
