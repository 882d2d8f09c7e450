package io.campaigndispatch.dispatcher.admin;

import io.campaigndispatch.dispatcher.core.CoreSnapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Divides what is counted of one workspace among the vendors it was with, for it may be given to
 * another while workers run: what was counted stays with the former, what comes is the new one's.
 * From any thread.
 */
final class VendorShares {

  /** More have one name together: series last as long as the process. */
  private static final int MOST_VENDORS = 8;

  private final Map<String, List<Share>> byName = new HashMap<>();
  private @Nullable String current;

  /** One count's part of one vendor. */
  private final class Share implements ToDoubleFunction<CoreSnapshot> {
    private final ToDoubleFunction<CoreSnapshot> whole;
    private double before;
    private double from;
    private boolean goesOn;

    Share(ToDoubleFunction<CoreSnapshot> whole) {
      this.whole = whole;
    }

    void begin(double newFrom) {
      from = newFrom;
      goesOn = true;
    }

    void end(CoreSnapshot snapshot) {
      before = applyAsDouble(snapshot);
      goesOn = false;
    }

    /** A scrape may have a snapshot from before it began; a count never goes back. */
    @Override
    public double applyAsDouble(CoreSnapshot snapshot) {
      synchronized (VendorShares.this) {
        return goesOn ? before + Math.max(0, whole.applyAsDouble(snapshot) - from) : before;
      }
    }
  }

  /** The name under which it is counted while it is with this vendor. */
  synchronized String nameOf(String vendor) {
    return byName.containsKey(vendor) || byName.size() < MOST_VENDORS ? vendor : CoreSnapshot.OTHER;
  }

  synchronized boolean has(String name) {
    return byName.containsKey(name);
  }

  /** The part of a count that happens while the workspace is counted under this name. */
  synchronized ToDoubleFunction<CoreSnapshot> of(
      String name, ToDoubleFunction<CoreSnapshot> whole) {
    Share share = new Share(whole);
    byName.computeIfAbsent(name, _ -> new ArrayList<>()).add(share);
    return share;
  }

  /**
   * It is counted under this name from now on; under the first, all there is.
   *
   * @param snapshot not older than any that was shown
   */
  synchronized void moveTo(String name, CoreSnapshot snapshot) {
    if (name.equals(current)) {
      return;
    }
    boolean first = current == null;
    if (current != null) {
      shares(current).forEach(share -> share.end(snapshot));
    }
    shares(name).forEach(share -> share.begin(first ? 0 : share.whole.applyAsDouble(snapshot)));
    current = name;
  }

  private List<Share> shares(String name) {
    return byName.getOrDefault(name, List.of());
  }
}
