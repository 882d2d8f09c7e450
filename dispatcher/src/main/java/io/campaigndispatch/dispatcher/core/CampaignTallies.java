package io.campaigndispatch.dispatcher.core;

import io.campaigndispatch.model.outcome.Outcome;
import io.campaigndispatch.model.outcome.Status;
import io.campaigndispatch.model.send.SendRequest;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The counts of the campaigns that something happened to last. Owned by the core thread. */
final class CampaignTallies {

  private static final int MOST = 2_000;
  private static final long WINDOW_NANOS = Duration.ofSeconds(5).toNanos();

  private record Key(String workspaceId, String campaignId) {}

  /** Counts up. */
  static final class Counter {
    private final Key key;
    private final EnumMap<Status, Long> closed = new EnumMap<>(Status.class);
    private long read;
    private long ended;
    private long finished;
    private long failed;
    private long windowNanos;
    private long acceptedThen;
    private double perSecond;

    Counter(Key key) {
      this.key = key;
    }

    private long accepted() {
      return closed.getOrDefault(Status.ACCEPTED, 0L);
    }

    /** So that what was long ago does not hide what happens now. */
    private void finished(boolean isFailed, int pauseAfter) {
      finished++;
      failed += isFailed ? 1 : 0;
      if (finished >= 2L * pauseAfter) {
        finished /= 2;
        failed /= 2;
      }
    }

    boolean failsAbove(CampaignSettings settings) {
      return finished >= settings.pauseAfter()
          && failed > settings.pauseAboveFailureRate() * finished;
    }

    /** What was before says nothing any more. */
    void restart() {
      finished = 0;
      failed = 0;
    }

    private CampaignTally tally(Now now) {
      long passed = now.nanos() - windowNanos;
      if (passed >= WINDOW_NANOS) {
        perSecond = windowNanos == 0 ? 0 : (accepted() - acceptedThen) * 1e9 / passed;
        windowNanos = now.nanos();
        acceptedThen = accepted();
      }
      return new CampaignTally(
          key.workspaceId(), key.campaignId(), read, Math.max(0, read - ended), closed, perSecond);
    }
  }

  private final int pauseAfter;
  private final LinkedHashMap<Key, Counter> counters =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Counter> eldest) {
          return size() > MOST;
        }
      };

  /**
   * @param pauseAfter finished requests that a failure rate is taken of
   */
  CampaignTallies(int pauseAfter) {
    this.pauseAfter = pauseAfter;
  }

  void read(SendRequest request) {
    if (request.campaignId() != null) {
      of(request.workspaceId(), request.campaignId()).read++;
    }
  }

  /** A request was read, and this closes it at once. */
  void read(Outcome outcome) {
    if (outcome.campaignId() != null) {
      of(outcome.workspaceId(), outcome.campaignId()).read++;
    }
  }

  /** An outcome is written; returns its campaign's counter if it is a final one of a campaign. */
  @Nullable Counter closed(Outcome outcome) {
    if (outcome.campaignId() == null || !outcome.status().isFinal()) {
      return null;
    }
    Counter counter = of(outcome.workspaceId(), outcome.campaignId());
    counter.ended++;
    counter.closed.merge(outcome.status(), 1L, Long::sum);
    if (outcome.status() == Status.ACCEPTED || outcome.status() == Status.FAILED) {
      counter.finished(outcome.status() == Status.FAILED, pauseAfter);
    }
    return counter;
  }

  void restart(String workspaceId, String campaignId) {
    Counter counter = counters.get(new Key(workspaceId, campaignId));
    if (counter != null) {
      counter.restart();
    }
  }

  List<CampaignTally> view(Now now) {
    Collection<Counter> all = counters.values();
    return all.stream().map(counter -> counter.tally(now)).toList();
  }

  private Counter of(String workspaceId, String campaignId) {
    return counters.computeIfAbsent(new Key(workspaceId, campaignId), Counter::new);
  }
}
