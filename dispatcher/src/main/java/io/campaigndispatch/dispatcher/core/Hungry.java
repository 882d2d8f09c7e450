package io.campaigndispatch.dispatcher.core;

import io.campaigndispatch.dispatcher.flow.Flow;
import io.campaigndispatch.dispatcher.index.OffsetQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
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
  private static final long PATIENCE_NANOS = Duration.ofMillis(100).toNanos();

  private OffsetQueue unadmitted;
  private final List<Flow> flows = new ArrayList<>();
  private @Nullable Pass pass;
  private boolean starving;
  private long sinceNanos;
  private long passes;

  /**
   * @param unadmitted offsets that an earlier owner read and did not get to close
   */
  Hungry(OffsetQueue unadmitted) {
    this.unadmitted = unadmitted;
  }

  /** A flow should be read ahead. */
  void add(Flow flow, long nowNanos) {
    if (flows.isEmpty()) {
      sinceNanos = nowNanos;
    }
    flows.add(flow);
    starving |= flow.isStarving();
  }

  /** Offsets that were admitted by an earlier owner are to be admitted anew. */
  void readmit(OffsetQueue offsets) {
    List<Long> ascending = new ArrayList<>();
    offsets.forEach(ascending::add);
    unadmitted = unadmitted.mergedWith(ascending.stream().mapToLong(Long::longValue).toArray());
  }

  /** Offsets that wait to be admitted anew, those being read apart. */
  OffsetQueue unadmitted() {
    return unadmitted;
  }

  @Nullable Pass pass() {
    return pass;
  }

  void passEnded() {
    pass = null;
  }

  /**
   * When the next pass is due; {@link Long#MAX_VALUE} when nothing is wanted or one is under way.
   */
  long dueNanos() {
    if (pass != null || (flows.isEmpty() && unadmitted.isEmpty())) {
      return Long.MAX_VALUE;
    }
    return starving || flows.size() >= ENOUGH_FLOWS || !unadmitted.isEmpty()
        ? Long.MIN_VALUE
        : sinceNanos + PATIENCE_NANOS;
  }

  /**
   * Begins a pass.
   *
   * @param most offsets that memory has room for, at least 1
   * @return null when nothing is wanted after all
   */
  @Nullable Pass begin(int most, long nowNanos) {
    List<Pass.Wanted> wanted = new ArrayList<>();
    for (int i = 0; i < MOST_UNADMITTED && !unadmitted.isEmpty(); i++) {
      wanted.add(new Pass.Wanted(unadmitted.poll(), null));
    }
    int room = Math.min(most, MOST_PER_PASS);
    int served = 0;
    while (served < flows.size() && room > 0) {
      Flow flow = flows.get(served++);
      List<Long> offsets = flow.request(room, nowNanos);
      offsets.forEach(offset -> wanted.add(new Pass.Wanted(offset, flow)));
      room -= offsets.size();
    }
    flows.subList(0, served).clear();
    starving = flows.stream().anyMatch(Flow::isStarving);
    sinceNanos = nowNanos;
    if (wanted.isEmpty()) {
      return null;
    }
    wanted.sort(Comparator.comparingLong(Pass.Wanted::offset));
    pass = new Pass(++passes, wanted);
    return pass;
  }
}
