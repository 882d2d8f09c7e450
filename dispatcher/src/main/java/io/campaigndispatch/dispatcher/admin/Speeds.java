package io.campaigndispatch.dispatcher.admin;

import io.campaigndispatch.dispatcher.core.CoreSnapshot;
import io.campaigndispatch.dispatcher.core.Tally;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/** How fast counts grew over the last ten seconds or so. Owned by the thread that looks. */
final class Speeds {

  private static final int LOOKS = 11;

  private record Look(long nanos, Map<String, Long> attempts) {}

  private final Deque<Look> looks = new ArrayDeque<>();

  /** To be told about once a second. */
  void look(CoreSnapshot snapshot, long nanos) {
    Map<String, Long> attempts = new HashMap<>();
    snapshot.workspaces().forEach((id, view) -> attempts.put(id, attempts(view.tally())));
    looks.addLast(new Look(nanos, attempts));
    if (looks.size() > LOOKS) {
      looks.removeFirst();
    }
  }

  /** Messages answered for per second. */
  double ofWorkspace(String id) {
    if (looks.isEmpty()) {
      return 0;
    }
    Look first = looks.getFirst();
    Look last = looks.getLast();
    long nanos = last.nanos() - first.nanos();
    long attempts = last.attempts().getOrDefault(id, 0L) - first.attempts().getOrDefault(id, 0L);
    return nanos <= 0 ? 0 : Math.round(10 * attempts * 1e9 / nanos) / 10.0;
  }

  private static long attempts(Tally tally) {
    return tally.attempts().values().stream().mapToLong(Long::longValue).sum();
  }
}
