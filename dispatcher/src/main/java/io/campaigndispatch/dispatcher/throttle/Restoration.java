package io.campaigndispatch.dispatcher.throttle;

import io.campaigndispatch.dispatcher.throttle.BucketLevel.Kind;
import io.campaigndispatch.dispatcher.throttle.BucketLevel.Owner;
import io.campaigndispatch.dispatcher.throttle.BucketLevel.Pressure;
import io.campaigndispatch.dispatcher.throttle.BucketLevel.Tokens;
import io.campaigndispatch.model.workspace.Bandwidth;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Makes buckets that go on where stored ones stopped; the rule is {@link Throttles#restore}'s. */
final class Restoration {

  private final Map<Owner, BucketLevel> levels = new HashMap<>();
  private final SinceLevels since;

  Restoration(Collection<BucketLevel> levels, SinceLevels since) {
    levels.forEach(level -> this.levels.put(level.owner(), level));
    this.since = since;
  }

  /** Whether an owner's buckets may not be full. */
  boolean concerns(Owner owner, long called) {
    return called > 0 || since.unjournaled() > 0 || levels.containsKey(owner);
  }

  Pressure pressure(Owner owner) {
    BucketLevel level = levels.get(owner);
    return level == null ? Pressure.NONE : level.pressure();
  }

  /**
   * @param earnedNanos how far the buckets' clock went since the levels were taken
   * @param called messages that the journal shows since
   */
  List<PacedBucket> buckets(
      Owner owner, AdaptiveRate clock, long earnedNanos, List<Bandwidth> configured, long called) {
    List<Tokens> stored = stored(owner);
    long unjournaled = unjournaled(owner, configured);
    @Nullable Tokens[] matched = match(configured, stored);
    List<PacedBucket> buckets = new ArrayList<>();
    for (int i = 0; i < matched.length; i++) {
      Bandwidth bandwidth = configured.get(i);
      Tokens tokens = matched[i] == null ? Tokens.full(bandwidth) : matched[i];
      PacedBucket bucket =
          new PacedBucket(clock, tokens, earnedNanos).charged(called + unjournaled);
      buckets.add(
          tokens.bandwidth().equals(bandwidth)
              ? bucket
              : new PacedBucket(clock, bucket.tokens().under(bandwidth), 0));
    }
    return buckets;
  }

  private List<Tokens> stored(Owner owner) {
    BucketLevel level = levels.get(owner);
    return level == null ? List.of() : level.tokens();
  }

  /** Most messages that an owner's buckets can have let through and the journal does not show. */
  long unjournaled(Owner owner, List<Bandwidth> configured) {
    List<Bandwidth> former = stored(owner).stream().map(Tokens::bandwidth).toList();
    long now = unjournaled(owner.kind(), configured);
    // They may have been changed after the levels were taken.
    return former.isEmpty() ? now : Math.max(unjournaled(owner.kind(), former), now);
  }

  /** What the tightest of these bandwidths can have let through, if that is less. */
  private long unjournaled(Kind kind, List<Bandwidth> bandwidths) {
    long most = since.unjournaled();
    if (kind == Kind.WORKSPACE) {
      most = Math.min(most, JournalRoom.most(bandwidths));
    }
    for (Bandwidth bandwidth : bandwidths) {
      double earned = bandwidth.perSecond() * since.unjournaledFor().toNanos() / 1e9;
      most = Math.min(most, bandwidth.burst() + (long) Math.ceil(earned));
    }
    return most;
  }

  /** For each bandwidth the stored one with the same {@code per}, else the next that is left. */
  private static @Nullable Tokens[] match(List<Bandwidth> configured, List<Tokens> stored) {
    @Nullable Tokens[] matched = new Tokens[configured.size()];
    List<Tokens> left = new ArrayList<>(stored);
    for (int i = 0; i < matched.length; i++) {
      Bandwidth bandwidth = configured.get(i);
      matched[i] = removeFirst(left, one -> one.bandwidth().per().equals(bandwidth.per()));
    }
    for (int i = 0; i < matched.length; i++) {
      if (matched[i] == null) {
        matched[i] = removeFirst(left, _ -> true);
      }
    }
    return matched;
  }

  private static @Nullable Tokens removeFirst(List<Tokens> left, Predicate<Tokens> which) {
    for (Iterator<Tokens> each = left.iterator(); each.hasNext(); ) {
      Tokens tokens = each.next();
      if (which.test(tokens)) {
        each.remove();
        return tokens;
      }
    }
    return null;
  }
}
