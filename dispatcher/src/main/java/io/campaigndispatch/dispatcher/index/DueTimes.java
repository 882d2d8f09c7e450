package io.campaigndispatch.dispatcher.index;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongConsumer;

/**
 * Offsets by the time at which they are due: of the next hour or two to half a second, of what lies
 * further ahead only the hour. So a year ahead costs a few thousand bitmaps at most, however many
 * offsets; as an hour comes near, its offsets are looked up again for their exact times.
 */
public final class DueTimes {

  /** Never early: a time is rounded up to it. */
  private static final long TICK_MILLIS = 500;

  private static final long HOUR_MILLIS = Duration.ofHours(1).toMillis();

  /** So long before an hour begins, its offsets are looked up. */
  private static final long AHEAD_MILLIS = Duration.ofMinutes(5).toMillis();

  /** By number of the half second, from 1970; none of them is empty. */
  private final TreeMap<Long, OffsetSet> ticks = new TreeMap<>();

  /** By number of the hour; none of them is empty. */
  private final TreeMap<Long, OffsetSet> hours = new TreeMap<>();

  /**
   * An offset is due then.
   *
   * @param dueMillis epoch milliseconds; in the past when it is due already
   */
  public void add(long offset, long dueMillis, long nowMillis) {
    long hour = hourOf(dueMillis);
    if (hour * HOUR_MILLIS <= nowMillis + AHEAD_MILLIS) {
      add(ticks, Math.ceilDiv(dueMillis, TICK_MILLIS), offset);
    } else {
      add(hours, hour, offset);
    }
  }

  /** The number of the hour, from 1970. */
  public static long hourOf(long millis) {
    return Math.floorDiv(millis, HOUR_MILLIS);
  }

  /** Of an offset only the hour is known, whether or not that is near. */
  public void addToHour(long offset, long hour) {
    add(hours, hour, offset);
  }

  private static void add(TreeMap<Long, OffsetSet> sets, long at, long offset) {
    sets.computeIfAbsent(at, _ -> new OffsetSet()).add(offset);
  }

  /** The next offsets that are due, the earliest first; they are no longer here. */
  public List<Long> due(long nowMillis, int most) {
    return poll(ticks, Math.floorDiv(nowMillis, TICK_MILLIS), most);
  }

  /** The next offsets whose exact time must be looked up; they are no longer here. */
  public List<Long> near(long nowMillis, int most) {
    return poll(hours, Math.floorDiv(nowMillis + AHEAD_MILLIS, HOUR_MILLIS), most);
  }

  private static List<Long> poll(TreeMap<Long, OffsetSet> sets, long upTo, int most) {
    List<Long> polled = new ArrayList<>();
    while (polled.size() < most && !sets.isEmpty() && sets.firstKey() <= upTo) {
      OffsetSet first = sets.firstEntry().getValue();
      long offset = first.lowest();
      var _ = first.remove(offset);
      polled.add(offset);
      if (first.isEmpty()) {
        sets.pollFirstEntry();
      }
    }
    return polled;
  }

  /** Takes one out; returns whether it was here. */
  public boolean remove(long offset, long dueMillis) {
    long tick = Math.ceilDiv(dueMillis, TICK_MILLIS);
    return remove(ticks, tick, offset)
        || remove(hours, hourOf(dueMillis), offset)
        || remove(hours, hourOf(tick * TICK_MILLIS - 1), offset);
  }

  private static boolean remove(TreeMap<Long, OffsetSet> sets, long at, long offset) {
    OffsetSet set = sets.get(at);
    if (set == null || !set.remove(offset)) {
      return false;
    }
    if (set.isEmpty()) {
      sets.remove(at);
    }
    return true;
  }

  /** When there is something to do; epoch milliseconds, {@link Long#MAX_VALUE} for never. */
  public long nextMillis() {
    long tick = ticks.isEmpty() ? Long.MAX_VALUE : ticks.firstKey() * TICK_MILLIS;
    long hour = hours.isEmpty() ? Long.MAX_VALUE : hours.firstKey() * HOUR_MILLIS - AHEAD_MILLIS;
    return Math.min(tick, hour);
  }

  public boolean isEmpty() {
    return ticks.isEmpty() && hours.isEmpty();
  }

  /** Offsets, each with the hour in which it is due, the earliest hour first. */
  public Map<Long, OffsetSet> byHour() {
    TreeMap<Long, OffsetSet> all = new TreeMap<>();
    ticks.forEach((tick, offsets) -> addAll(all, hourOf(tick * TICK_MILLIS - 1), offsets));
    hours.forEach((hour, offsets) -> addAll(all, hour, offsets));
    return all;
  }

  private static void addAll(TreeMap<Long, OffsetSet> to, long hour, OffsetSet offsets) {
    OffsetSet set = to.computeIfAbsent(hour, _ -> new OffsetSet());
    LongConsumer add = set::add;
    offsets.forEach(add);
  }
}
