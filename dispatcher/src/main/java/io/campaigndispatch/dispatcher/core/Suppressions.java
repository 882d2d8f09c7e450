package io.campaigndispatch.dispatcher.core;

import io.campaigndispatch.dispatcher.flow.Pending;
import io.campaigndispatch.dispatcher.flow.RecipientKey;
import io.campaigndispatch.model.send.Priority;
import io.campaigndispatch.model.workspace.Suppression;
import io.campaigndispatch.model.workspace.Suppression.Category;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Recipients that opted out, by workspace and number. Whoever opts out under one form of a number
 * is not sent to under another; each form is kept apart, so that opting in again under one does not
 * undo the other. Owned by the core thread.
 */
final class Suppressions {

  /** There may be very many, and most are one of these. */
  private static final Suppression ALL = new Suppression(Category.ALL, null);

  private static final Suppression MARKETING = new Suppression(Category.MARKETING, null);

  private final Map<String, Map<String, Suppression>> byWorkspace = new HashMap<>();

  void changed(CoreEvent.SuppressionChanged event) {
    String digits = event.recipient().substring(1);
    Suppression suppression = event.suppression();
    if (suppression != null) {
      byWorkspace
          .computeIfAbsent(event.workspaceId(), _ -> new HashMap<>())
          .put(digits, shared(suppression));
      return;
    }
    Map<String, Suppression> ofWorkspace = byWorkspace.get(event.workspaceId());
    if (ofWorkspace != null) {
      ofWorkspace.remove(digits);
      if (ofWorkspace.isEmpty()) {
        byWorkspace.remove(event.workspaceId());
      }
    }
  }

  private static Suppression shared(Suppression suppression) {
    if (suppression.equals(ALL)) {
      return ALL;
    }
    return suppression.equals(MARKETING) ? MARKETING : suppression;
  }

  /** Whether its recipient does not want it. */
  boolean covers(Pending pending, Instant now) {
    Map<String, Suppression> ofWorkspace =
        byWorkspace.isEmpty() ? null : byWorkspace.get(pending.request().workspaceId());
    if (ofWorkspace == null || pending.request().recipient() == null) {
      return false;
    }
    Priority priority = pending.request().priority();
    String key = pending.recipientKey();
    String longForm = RecipientKey.longFormOf(key);
    return isInForce(ofWorkspace.get(key), priority, now)
        || (longForm != null && isInForce(ofWorkspace.get(longForm), priority, now));
  }

  private static boolean isInForce(
      @Nullable Suppression suppression, Priority priority, Instant now) {
    if (suppression == null) {
      return false;
    }
    Instant until = suppression.until();
    return (until == null || until.isAfter(now))
        && switch (suppression.category()) {
          case ALL -> true;
          case MARKETING -> priority == Priority.BULK;
        };
  }
}
