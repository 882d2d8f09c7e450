package io.campaigndispatch.dispatcher.flow;

import io.campaigndispatch.dispatcher.index.Position;
import io.campaigndispatch.dispatcher.index.RawRecord;
import io.campaigndispatch.dispatcher.vendor.HttpCall;
import io.campaigndispatch.model.outcome.Source;
import io.campaigndispatch.model.outcome.Timings;
import io.campaigndispatch.model.send.SendRequest;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A request in memory, waiting or under way. Owned by the core thread. */
public final class Pending {

  private static final long NEVER = Long.MIN_VALUE;
  private static final long NO_MARKER = -1;

  private final Position position;
  private final RawRecord raw;
  private final Source source;
  private final int replay;
  private final long sinceMillis;
  private final String recipientKey;
  private final Instant expiresAt;

  private SendRequest request;
  private @Nullable Flow flow;
  private int attempts;
  private @Nullable HttpCall alone;
  private int preparedUnder;
  private long throttledSinceNanos = NEVER;
  private long throttledNanos;
  private long firstCallMillis = NEVER;
  private long vendorMillis;
  private int comebacks;

  private long marker = NO_MARKER;
  private boolean markerWritten;

  /**
   * What was done about a request under an earlier owner, or before it waited for long.
   *
   * @param attempts used up
   * @param sinceMillis since when it waits to be called, epoch milliseconds; negative if unknown
   * @param firstCallMillis epoch milliseconds; negative when it is not known or there was none
   */
  public record Past(int attempts, long sinceMillis, long firstCallMillis) {}

  /**
   * @param source where the request first entered, which is not its position once it was moved
   * @param replay how often an operator sent it again
   * @param past what was done about it before it came here
   */
  public Pending(
      Position position,
      RawRecord raw,
      Source source,
      int replay,
      SendRequest request,
      Instant expiresAt,
      Past past) {
    this.position = position;
    this.raw = raw;
    this.source = source;
    this.replay = replay;
    this.request = request;
    this.expiresAt = expiresAt;
    this.attempts = past.attempts();
    this.sinceMillis = past.sinceMillis();
    this.firstCallMillis = past.firstCallMillis() < 0 ? NEVER : past.firstCallMillis();
    this.recipientKey = RecipientKey.of(request);
    // A string keeps its hash: computed now, while its characters are at hand.
    var _ = recipientKey.hashCode();
  }

  public Position position() {
    return position;
  }

  public RawRecord raw() {
    return raw;
  }

  public Source source() {
    return source;
  }

  public int replay() {
    return replay;
  }

  public SendRequest request() {
    return request;
  }

  /** No call starts at or after it. */
  public Instant expiresAt() {
    return expiresAt;
  }

  void joins(Flow itsFlow) {
    flow = itsFlow;
  }

  /** The flow it waits in. */
  public Flow flow() {
    if (flow == null) {
      throw new IllegalStateException("a request has joined its flow");
    }
    return flow;
  }

  /** Whether any call was made for it, by this owner or an earlier one. */
  public boolean wasTried() {
    return attempts > 0 || firstCallMillis != NEVER;
  }

  /** Attempts made that count. */
  public int attempts() {
    return attempts;
  }

  public String recipientKey() {
    return recipientKey;
  }

  /**
   * Whether it passed every check that its content can fail.
   *
   * @param generation of its workspace's configuration
   */
  public boolean isPrepared(int generation) {
    return alone != null && preparedUnder == generation;
  }

  /**
   * It passed them.
   *
   * @param completed the same request with what its template tells
   * @param call its call when it goes alone
   * @param generation of its workspace's configuration
   */
  public void prepared(SendRequest completed, HttpCall call, int generation) {
    preparedUnder = generation;
    request = completed;
    alone = call;
  }

  /** Its call when it goes alone; asked for once it is prepared. */
  public HttpCall alone() {
    if (alone == null) {
      throw new IllegalStateException("a request is prepared before it is called");
    }
    return alone;
  }

  // Its marker in the journal: that an attempt is about to be made

  void marked(long newMarker) {
    marker = newMarker;
    markerWritten = false;
  }

  /** The journal shows its marker, unless it has another one by now; returns whether it does. */
  boolean markerWritten(long which) {
    markerWritten |= which == marker;
    return markerWritten;
  }

  /** What the marker said is over, or does not come. */
  public void unmarked() {
    marker = NO_MARKER;
    markerWritten = false;
  }

  /** Whether its marker is in the journal, or will be in a moment. */
  public boolean isMarked() {
    return marker != NO_MARKER;
  }

  boolean isMarkerWritten() {
    return markerWritten;
  }

  /** It stood at the head of its flow and no token was there. */
  public void throttledFrom(long nanos) {
    if (throttledSinceNanos == NEVER) {
      throttledSinceNanos = nanos;
    }
  }

  /** A vendor call starts. Returns whether it is the first one. */
  public boolean started(long nanos, long wallMillis) {
    boolean first = attempts == 0 && firstCallMillis == NEVER;
    attempts++;
    if (throttledSinceNanos != NEVER) {
      throttledNanos += nanos - throttledSinceNanos;
      throttledSinceNanos = NEVER;
    }
    if (firstCallMillis == NEVER) {
      firstCallMillis = wallMillis;
    }
    return first;
  }

  public void answered(long vendorNanos) {
    vendorMillis = vendorNanos / 1_000_000;
  }

  /** The vendor throttled the attempt: it does not count. */
  public void attemptDidNotCount() {
    attempts--;
  }

  /** Its call was not written after all. */
  public void comesBack() {
    attempts--;
    comebacks++;
  }

  /** How many calls for it were started and not written. */
  public int comebacks() {
    return comebacks;
  }

  /** Time spent so far at the head of the flow, waiting for a token; nanoseconds. */
  public long throttledNanos() {
    return throttledNanos;
  }

  /** Since when it waits to be called, epoch milliseconds; negative if unknown. */
  long sinceMillis() {
    return sinceMillis;
  }

  public long queuedMillis(long wallMillis) {
    long until = firstCallMillis == NEVER ? wallMillis : firstCallMillis;
    return sinceMillis < 0 ? 0 : Math.max(0, until - sinceMillis);
  }

  /** When its first call was made, epoch milliseconds; negative when none was. */
  public long firstCallMillis() {
    return firstCallMillis == NEVER ? -1 : firstCallMillis;
  }

  public Timings timings(long wallMillis) {
    return new Timings(queuedMillis(wallMillis), throttledNanos / 1_000_000, vendorMillis);
  }
}
