package io.campaigndispatch.dispatcher.flow;

import io.campaigndispatch.dispatcher.index.Position;
import io.campaigndispatch.model.send.OnUncertain;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The markers of one workspace's requests that must never be called twice: the journal says that a
 * call is about to be made before it is made, so that a next owner does not make it again. They are
 * asked for a few requests ahead, the more urgent first. Owned by the core thread.
 *
 * <pre>
 * none ──asked──► being written ──written──► in the journal ──taken──► called, or ended
 *   ▲                   └──────taken back────────┘                        │
 *   └────────────────────────── the attempt is over ──────────────────────┘
 * </pre>
 */
public final class Marks {

  private final WorkspaceQueue queue;
  private final FlowRings rings;
  private final Recipients recipients;
  private final Map<Position, Pending> marked = new HashMap<>(0);

  Marks(WorkspaceQueue queue, FlowRings rings, Recipients recipients) {
    this.queue = queue;
    this.rings = rings;
    this.recipients = recipients;
  }

  /** Whether it may be called, or step aside, as far as markers go. */
  boolean allow(Pending pending) {
    return (pending.isMarked() ? pending.isMarkerWritten() : !holds(pending))
        || queue.detours().scopeOf(pending) != null;
  }

  /**
   * Whether a marker must be asked for before it may be called; what has to step aside first, not
   * yet.
   */
  boolean isNeededBy(Pending pending) {
    return !pending.isMarked() && holds(pending) && queue.detours().scopeOf(pending) == null;
  }

  private boolean holds(Pending pending) {
    return OnUncertain.of(pending.request(), queue.workspace().onUncertain()) == OnUncertain.HOLD;
  }

  /** Whether a request may be waiting for a marker that was not asked for. */
  public boolean areWanted() {
    return rings.marking > 0;
  }

  /**
   * The request that needs a marker next; it stays until {@link #ask} or {@link
   * WorkspaceQueue#endsUnmarked}.
   *
   * @param most requests of each priority that may be near
   * @return null when none does, or enough are near
   */
  public @Nullable Pending next(int most) {
    return rings.nextToMark(recipients, most);
  }

  /**
   * A marker is asked for.
   *
   * @param next what {@link #next} gave
   * @param marker tells it apart from others of the same request, from 0
   */
  public void ask(Pending next, long marker) {
    next.marked(marker);
    marked.put(next.position(), next);
    rings.of(next.flow()).nears(next);
  }

  /** A marker is in the journal: its request may be called, unless it was taken back meanwhile. */
  public void written(Position position, long marker) {
    Pending pending = marked.get(position);
    if (pending != null && pending.markerWritten(marker)) {
      rings.of(pending.flow()).ready(pending.flow());
    }
  }

  /** It is called, or ends. */
  void taken(Pending pending) {
    marked.remove(pending.position());
  }

  /** It was not called after all: its marker still says the truth. */
  void again(Pending pending) {
    if (pending.isMarked()) {
      marked.put(pending.position(), pending);
    }
  }

  /** No call is near any more. Returns those whose markers are to be taken back. */
  public List<Pending> takeBack() {
    List<Pending> takenBack = List.copyOf(marked.values());
    marked.clear();
    takenBack.forEach(Pending::unmarked);
    rings.unmarked();
    return takenBack;
  }

  void clear() {
    marked.clear();
  }
}
