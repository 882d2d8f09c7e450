package io.campaigndispatch.dispatcher.flow;

import io.campaigndispatch.model.workspace.Vendor;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * One vendor's calls: its breaker, its permits, and the workspaces that could send now, served in
 * deficit round robin by weight. While others could send too, a workspace that holds a quarter of
 * the permits waits behind those that hold less.
 */
public final class Lane {

  private static final int LARGEST_SHARE = 4;

  private Vendor vendor;
  private final ArrayDeque<WorkspaceQueue> ring = new ArrayDeque<>();
  private final Breaker breaker;
  private int inFlight;

  public Lane(Vendor vendor) {
    this.vendor = vendor;
    this.breaker = new Breaker(vendor.faults().breaker());
  }

  public Vendor vendor() {
    return vendor;
  }

  public Breaker breaker() {
    return breaker;
  }

  /** The vendor is configured so from now on. */
  public void use(Vendor changed) {
    vendor = changed;
  }

  /** The workspace goes to another vendor; its calls under way end here. */
  void leave(WorkspaceQueue queue) {
    if (queue.ready) {
      ring.remove(queue);
      queue.ready = false;
    }
  }

  public int inFlight() {
    return inFlight;
  }

  public boolean hasPermit() {
    return inFlight < vendor.maxInFlight();
  }

  /** A call of this workspace starts. */
  public void acquire(WorkspaceQueue queue) {
    inFlight++;
    queue.calls++;
    queue.callsStarted++;
  }

  /** A call of this workspace is over. */
  public void release(WorkspaceQueue queue) {
    inFlight--;
    queue.calls--;
  }

  /** The workspace may have something to send; one that has nothing needs no turn to find out. */
  public void ready(WorkspaceQueue queue) {
    if (!queue.ready && queue.hasTurn() && queue.isOpen()) {
      queue.ready = true;
      ring.addLast(queue);
    }
  }

  /**
   * The workspace whose turn it is, out of the ring and with its quantum added; null when none
   * could send.
   */
  public @Nullable WorkspaceQueue next() {
    WorkspaceQueue fallback = null;
    int size = ring.size();
    for (int i = 0; i < size; i++) {
      WorkspaceQueue queue = ring.removeFirst();
      if (queue.isClosed()) {
        queue.ready = false;
      } else if (queue.calls * LARGEST_SHARE < vendor.maxInFlight()) {
        // At most a few can hold a quarter each, so few are ever passed over.
        return turn(queue, fallback);
      } else if (fallback == null) {
        fallback = queue;
      } else {
        ring.addLast(queue);
      }
    }
    return fallback == null ? null : turn(fallback, null);
  }

  private WorkspaceQueue turn(WorkspaceQueue queue, @Nullable WorkspaceQueue passedOver) {
    if (passedOver != null) {
      ring.addLast(passedOver);
    }
    queue.ready = false;
    queue.deficit = Math.min(0, queue.deficit) + queue.workspace().weight();
    return queue;
  }

  /** Whether the workspace has messages left in this turn. */
  public boolean mayGoOn(WorkspaceQueue queue) {
    return queue.deficit > 0;
  }

  public void spent(WorkspaceQueue queue, int messages) {
    queue.deficit -= messages;
  }
}
