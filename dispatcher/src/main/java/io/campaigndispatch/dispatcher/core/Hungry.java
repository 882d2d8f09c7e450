package io.campaigndispatch.dispatcher.core;

import io.campaigndispatch.dispatcher.flow.Flow;
import io.campaigndispatch.dispatcher.index.OffsetQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one partition should read again, gathered so that one pass over the log serves many flows:
 * at once when one of them starves, else when enough came together or the first has waited a
 * little. One pass at a time. Owned by the core thread.
 */
final class Hungry {

  private static final int ENOUGH_FLOWS = 256;
  private static final int MOST_PER_PASS = 20_000;
  private static final int MOST_UNADMITTED = 1_000;

  /** Between two passes, so that one serves all that come to starve meanwhile. */
  private static final long BREATH_NANOS = Duration.ofMillis(10).toNanos();

  private static final long PATIENCE_NANOS = Duration.ofMillis(100).toNanos();

  private OffsetQueue unadmitted;
  private final Set<Flow> hungry = new LinkedHashSet<>();
  private final Set<Flow> starving = new LinkedHashSet<>();
  private final Sweep sweep;
  private @Nullable Pass pass;
  private long sinceNanos;
  private long begunNanos;
  private long passes;

  /**
   * @param unadmitted offsets that an earlier owner read and did not get to close
   * @param sweep what is only looked at, along with the rest
   */
  Hungry(OffsetQueue unadmitted, Sweep sweep, long nowNanos) {
    this.sweep = sweep;
    this.begunNanos = nowNanos - BREATH_NANOS;
    this.unadmitted = unadmitted;
  }

  /** A flow should be read ahead; told again when it starves. */
  void add(Flow flow, long nowNanos) {
    if (flow.isStarving()) {
      hungry.remove(flow);
      starving.add(flow);
    } else {
      if (hungry.isEmpty()) {
        sinceNanos = nowNanos;
      }
      hungry.add(flow);
    }
  }

  /** Offsets that were admitted by an earlier owner are to be admitted anew. */
  void readmit(OffsetQueue offsets) {
    List<Long> ascending = new ArrayList<>();
    offsets.forEach(ascending::add);
    unadmitted = unadmitted.mergedWith(ascending.stream().mapToLong(Long::longValue).toArray());
  }

  Sweep sweep() {
    return sweep;
  }

  /** Offsets that wait to be admitted anew, those being read apart. */
  OffsetQueue unadmitted() {
    return unadmitted;
  }

  @Nullable Pass pass() {
    return pass;
  }

  /** Nothing more of the pass will come. */
  void endPass(Memory memory) {
    if (pass != null) {
      pass.arrived(memory);
      pass = null;
    }
  }

  /**
   * When the next pass is due; {@link Long#MAX_VALUE} when nothing is wanted or one is under way.
   *
   * @param tight whether memory is short: then only what starves is read
   */
  long dueNanos(boolean tight) {
    if (pass != null) {
      return Long.MAX_VALUE;
    }
    if (!starving.isEmpty() || !unadmitted.isEmpty() || sweep.isWanted()) {
      return begunNanos + BREATH_NANOS;
    }
    if (tight || hungry.isEmpty()) {
      return Long.MAX_VALUE;
    }
    return hungry.size() >= ENOUGH_FLOWS ? begunNanos + BREATH_NANOS : sinceNanos + PATIENCE_NANOS;
  }

  /**
   * Begins a pass.
   *
   * @param most offsets that memory has room for, at least 1
   * @param tight whether memory is short
   * @return null when nothing is wanted after all
   */
  @Nullable Pass begin(int most, boolean tight, long nowNanos) {
    begunNanos = nowNanos;
    List<Pass.Wanted> wanted = new ArrayList<>();
    for (int i = 0; i < MOST_UNADMITTED && !unadmitted.isEmpty(); i++) {
      wanted.add(new Pass.Wanted(unadmitted.poll(), null));
    }
    int room = Math.min(most, MOST_PER_PASS);
    room -= request(starving, room, tight, wanted, nowNanos);
    if (!tight) {
      request(hungry, room, false, wanted, nowNanos);
      sinceNanos = nowNanos;
    }
    wanted.addAll(sweep.next());
    if (wanted.isEmpty()) {
      return null;
    }
    wanted.sort(Comparator.comparingLong(Pass.Wanted::offset).thenComparing(Pass.Wanted::look));
    pass = new Pass(++passes, eachOnce(wanted));
    return pass;
  }

  /** A record of several requests may be wanted for one of them and be next in its flow as well. */
  private static List<Pass.Wanted> eachOnce(List<Pass.Wanted> ascending) {
    List<Pass.Wanted> once = new ArrayList<>(ascending.size());
    for (Pass.Wanted one : ascending) {
      if (once.isEmpty() || once.getLast().offset() != one.offset()) {
        once.add(one);
      } else if (one.flow() != null) {
        one.flow().answered();
      }
    }
    return once;
  }

  private static int request(
      Set<Flow> flows, int room, boolean tight, List<Pass.Wanted> wanted, long nowNanos) {
    int requested = 0;
    Iterator<Flow> each = flows.iterator();
    while (each.hasNext() && requested < room) {
      Flow flow = each.next();
      each.remove();
      int most = room - requested;
      List<Long> offsets = flow.request(tight ? Math.min(most, flow.leastAhead()) : most, nowNanos);
      offsets.forEach(offset -> wanted.add(new Pass.Wanted(offset, flow)));
      requested += offsets.size();
    }
    return requested;
  }
}
