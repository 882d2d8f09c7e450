package io.campaigndispatch.dispatcher.throttle;

import io.campaigndispatch.dispatcher.throttle.BucketLevel.Owner;
import io.campaigndispatch.dispatcher.throttle.BucketLevel.Pressure;
import io.campaigndispatch.dispatcher.throttle.BucketLevel.Tokens;
import io.campaigndispatch.model.workspace.Bandwidth;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Every bucket a workspace's calls must pass: its own and those it shares. In any window t,
 * messages ≤ burst + rate·t/per for each of its bandwidths. Its own slow down while its vendor
 * throttles it. A workspace that sent faster than its own are refilled (it has none, or lives on a
 * large burst) would not notice: it gets a temporary one from what it sent, until that is whole
 * again. Owned by the core thread.
 */
public final class Throttle {

  /**
   * What a second shows of a workspace that sends now and then says little of what it may: its half
   * is still ten a second.
   */
  private static final long LEAST_OBSERVED = 20;

  private final TimeMeter clock;
  private final Owner owner;
  private final AdaptiveRate rate;
  private final List<PacedBucket> own;
  private final List<PacedBucket> shared;
  private final ObservedRate observed = new ObservedRate();
  private final JournalRoom room;
  private @Nullable PacedBucket temporary;
  private List<PacedBucket> buckets;

  /**
   * @param observedPerSecond of its temporary bandwidth; 0 when it has none
   */
  Throttle(
      TimeMeter clock,
      Owner owner,
      AdaptiveRate rate,
      List<PacedBucket> own,
      List<PacedBucket> shared,
      long observedPerSecond) {
    this.clock = clock;
    this.owner = owner;
    this.rate = rate;
    this.own = List.copyOf(own);
    this.shared = List.copyOf(shared);
    this.room = new JournalRoom(own.stream().map(PacedBucket::bandwidth).toList());
    this.buckets = together(null);
    if (observedPerSecond > 0 && !rate.isWhole()) {
      Bandwidth bandwidth = temporary(observedPerSecond);
      temporarily(new PacedBucket(rate, new Tokens(bandwidth, 0), 0));
    }
  }

  /**
   * Whether what is sent is taken from buckets that a next owner goes on with. Without one there is
   * nothing to journal: a bandwidth that is new for the workspace starts full.
   */
  public boolean isLimited() {
    return !own.isEmpty() || !shared.isEmpty();
  }

  /** Messages for which there are tokens now. */
  public int available() {
    forgetTemporary();
    long available = Integer.MAX_VALUE;
    for (PacedBucket bucket : buckets) {
      available = Math.min(available, bucket.available());
    }
    return (int) Math.max(0, available);
  }

  /** Nanoseconds until one message may be sent; 0 when it may be now. */
  public long nanosToWait() {
    forgetTemporary();
    long wait = 0;
    for (PacedBucket bucket : buckets) {
      wait = Math.max(wait, bucket.nanosToWait());
    }
    return wait;
  }

  /** Messages that may be sent before the journal must show some of those that were. */
  public int journalRoom() {
    return (int) Math.min(Integer.MAX_VALUE, room.left());
  }

  /** The journal shows so many more of its messages. */
  public void journaled(int messages) {
    room.journaled(messages);
  }

  /** It takes the place of another, whose bandwidths were changed. */
  void follows(Throttle former) {
    room.sent(former.room.unjournaled());
  }

  /**
   * Takes a token per message from every bucket.
   *
   * @param messages at most {@link #available()} and {@link #journalRoom()}
   */
  public void take(int messages) {
    for (PacedBucket bucket : buckets) {
      bucket.take(messages);
    }
    if (isLimited()) {
      room.sent(messages);
    }
    observed.sent(messages, clock.currentTimeNanos());
  }

  /**
   * How late a message may be written: in a third of the time in which a burst is earned, no more
   * come together than a third of it. {@link Long#MAX_VALUE} without a bandwidth.
   */
  public long mostLateNanos() {
    long least = Long.MAX_VALUE;
    for (PacedBucket bucket : buckets) {
      least = Math.min(least, bucket.burstNanos() / 3);
    }
    return least;
  }

  /** A message whose tokens were taken was not sent; see {@link PacedBucket#giveBack}. */
  public void giveBack() {
    for (PacedBucket bucket : buckets) {
      bucket.giveBack();
    }
  }

  /**
   * A message was written this much later than its token was taken: what its buckets earned
   * meanwhile is void, so that messages which waited together do not add to those that did not.
   *
   * @param takenNanos when its token was taken, by the core's clock
   * @param writtenNanos when it was written, by the same clock
   */
  public void late(long takenNanos, long writtenNanos) {
    for (PacedBucket bucket : buckets) {
      bucket.late(takenNanos, writtenNanos);
    }
  }

  // What the vendor says

  /**
   * The vendor throttled a call: the workspace holds, and its own rate is halved, down to a
   * sixteenth; a tenth of the whole comes back every 30 s after the hold.
   *
   * @param asked what the vendor asked for; null: 1 s, doubling with each hold in a row, at most 60
   *     s
   * @param jitter 0 to 1; adds up to a tenth, so that workspaces do not come back together
   * @param takenNanos when the call's tokens were taken: calls that were under way together make
   *     one hold
   * @return until when it holds, in monotonic nanoseconds
   */
  public long throttledByVendor(
      @Nullable Duration asked, double jitter, long takenNanos, long nowNanos) {
    forgetTemporary();
    long until = rate.throttled(asked, jitter, takenNanos, nowNanos);
    feelSlowness();
    return until;
  }

  /**
   * The vendor said that it is overloaded, without a hold. The third time in a row the rate is
   * halved as if it had throttled: one such answer among many others slows nobody.
   *
   * @param takenNanos when the call's tokens were taken: calls that were under way together slow
   *     down once
   */
  public void overloaded(long takenNanos, long nowNanos) {
    forgetTemporary();
    if (rate.overloaded(takenNanos, nowNanos)) {
      feelSlowness();
    }
  }

  private void feelSlowness() {
    if (temporary == null && (own.isEmpty() || observed.perSecond() > least(own))) {
      temporarily(new PacedBucket(rate, temporary(observed.perSecond())));
    }
  }

  public void acceptedByVendor() {
    rate.accepted();
  }

  /** Until when the vendor's throttling holds it; in the past when it does not. */
  public long heldUntilNanos() {
    return rate.heldUntilNanos();
  }

  // What it amounts to

  /**
   * What it may send now: its own rate as slowed down (without one the temporary rate), and no more
   * than what it shares; infinite when nothing limits it.
   */
  public double effectivePerSecond() {
    return Math.min(ownPerSecond(), least(shared));
  }

  /** The same by its own buckets alone, as if it shared nothing. */
  public double ownPerSecond() {
    forgetTemporary();
    double configured = least(own);
    return rate.slowed(
        temporary == null ? configured : Math.min(configured, temporary.bandwidth().perSecond()));
  }

  /** Messages that may be called for in a second, about: what it may, or lately did, send. */
  public double expectedPerSecond() {
    double effective = ownPerSecond();
    return Double.isInfinite(effective)
        ? observed.perSecond()
        : Math.max(effective, (double) observed.perSecond());
  }

  /** The smallest rate; infinite when there is none. */
  private static double least(List<PacedBucket> buckets) {
    double least = Double.POSITIVE_INFINITY;
    for (PacedBucket bucket : buckets) {
      least = Math.min(least, bucket.bandwidth().perSecond());
    }
    return least;
  }

  /** What it holds of its own; null when there is nothing to carry over. */
  @Nullable BucketLevel level() {
    forgetTemporary();
    Pressure pressure = rate.pressure(temporary == null ? 0 : temporary.bandwidth().rate());
    return own.isEmpty() && pressure.equals(Pressure.NONE)
        ? null
        : new BucketLevel(owner, own.stream().map(PacedBucket::tokens).toList(), pressure);
  }

  /** Its burst is what 10 ms earn: less than the core's waking up needs would slow it further. */
  private static Bandwidth temporary(long perSecond) {
    long rate = Math.max(LEAST_OBSERVED, perSecond);
    return new Bandwidth(rate, Duration.ofSeconds(1), Math.max(1, rate / 100));
  }

  private void temporarily(PacedBucket bucket) {
    temporary = bucket;
    buckets = together(bucket);
  }

  private void forgetTemporary() {
    if (temporary != null && rate.isWhole()) {
      temporary = null;
      buckets = together(null);
    }
  }

  private List<PacedBucket> together(@Nullable PacedBucket temporarily) {
    List<PacedBucket> all = new ArrayList<>(own);
    if (temporarily != null) {
      all.add(temporarily);
    }
    all.addAll(shared);
    return List.copyOf(all);
  }
}
