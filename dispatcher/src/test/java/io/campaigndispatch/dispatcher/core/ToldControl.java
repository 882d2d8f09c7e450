package io.campaigndispatch.dispatcher.core;

import io.campaigndispatch.dispatcher.vendor.Verdict;
import io.campaigndispatch.model.outcome.Status;
import io.campaigndispatch.model.send.Priority;
import io.campaigndispatch.model.send.SendRequest;
import io.campaigndispatch.model.workspace.Bandwidth;
import io.campaigndispatch.model.workspace.CampaignState;
import io.campaigndispatch.model.workspace.Suppression;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one core was told by operators, recipients and vendors, and that it acts accordingly; kept
 * apart from everything it believes.
 */
final class ToldControl {

  /** At most so many tokens are there. */
  private static final class Most {
    final Bandwidth bandwidth;
    double tokens;
    long atNanos;

    Most(Bandwidth bandwidth, long nowNanos) {
      this.bandwidth = bandwidth;
      this.tokens = bandwidth.burst();
      this.atNanos = nowNanos;
    }

    boolean take(long nowNanos) {
      tokens += bandwidth.perSecond() * (nowNanos - atNanos) / 1e9;
      tokens = Math.min(tokens, (double) bandwidth.burst()) - 1;
      atNanos = nowNanos;
      return tokens >= -1e-6;
    }
  }

  private final World world;
  private final Set<String> paused = new HashSet<>();
  private final Map<String, CampaignState> campaigns = new HashMap<>();

  /** World time until which a campaign was cancelled: within a turn it may be running again. */
  private final Map<String, Long> cancelledNanos = new HashMap<>();

  private final Map<String, Most> rates = new HashMap<>();
  private final Map<String, Suppression> suppressed = new HashMap<>();

  /** World time before which no probe of a workspace goes. */
  private final Map<String, Long> heldNanos = new HashMap<>();

  ToldControl(World world) {
    this.world = world;
  }

  void told(CoreEvent event) {
    switch (event) {
      case CoreEvent.WorkspacePaused(var id, var on, _) -> {
        if (on) {
          paused.add(id);
        } else {
          paused.remove(id);
          heldNanos.remove(id);
        }
      }
      case CoreEvent.CredentialChanged(var id) -> heldNanos.remove(id);
      case CoreEvent.CampaignChanged(var id, var campaign, var state, var rate, _) -> {
        String key = id + "/" + campaign;
        CampaignState former = campaigns.put(key, state);
        if (state == CampaignState.CANCELLED || former == CampaignState.CANCELLED) {
          cancelledNanos.put(key, world.nanos);
        }
        Most before = rates.get(key);
        if (rate == null) {
          rates.remove(key);
        } else if (before == null || !before.bandwidth.equals(rate)) {
          rates.put(key, new Most(rate, world.nanos));
        }
      }
      case CoreEvent.SuppressionChanged(var id, var number, var suppression) -> {
        if (suppression == null) {
          suppressed.remove(id + "/" + number);
        } else {
          suppressed.put(id + "/" + number, suppression);
        }
      }
      default -> {}
    }
  }

  /** A partition is no longer its: what verdicts held of it is forgotten, or taken over. */
  void forgetHolds() {
    heldNanos.clear();
  }

  /** A call was answered so. */
  void replied(SendRequest request, Verdict verdict) {
    if (verdict instanceof Verdict.Hold hold
        && hold.scope() == Verdict.Hold.Scope.WORKSPACE
        && heldNanos.getOrDefault(request.workspaceId(), Long.MIN_VALUE) <= world.nanos) {
      heldNanos.put(
          request.workspaceId(),
          world.nanos + world.settings.holds().probeAfter().toNanos() - 1_000_000);
    }
  }

  /** It has decided on a call for this. */
  void called(SendRequest request) {
    String id = request.workspaceId();
    if (paused.contains(id)) {
      throw Invariant.EXPIRY.violated("a call of a paused workspace: %s", request);
    }
    if (heldNanos.getOrDefault(id, Long.MIN_VALUE) > world.nanos) {
      throw Invariant.EXPIRY.violated("a call of a held workspace: %s", request);
    }
    CampaignState state = stateOf(request);
    if (state == CampaignState.PAUSED || state == CampaignState.CANCELLED) {
      throw Invariant.EXPIRY.violated("a call of a campaign that is %s: %s", state, request);
    }
    Most rate = rates.get(id + "/" + request.campaignId());
    if (rate != null && !rate.take(world.nanos)) {
      throw Invariant.RATE.violated("%s beyond its campaign's %s", request, rate.bandwidth);
    }
    if (isSuppressed(request)) {
      throw Invariant.EXPIRY.violated("a call for a recipient that opted out: %s", request);
    }
  }

  /** It has decided that this ends so. */
  void ends(SendRequest request, Status status) {
    String campaign = request.workspaceId() + "/" + request.campaignId();
    if (status == Status.CANCELLED
        && stateOf(request) != CampaignState.CANCELLED
        && cancelledNanos.getOrDefault(campaign, Long.MIN_VALUE) != world.nanos) {
      throw Invariant.EXPIRY.violated("%s is said to be cancelled", request);
    }
    if (status == Status.SUPPRESSED && !isSuppressed(request)) {
      throw Invariant.EXPIRY.violated("%s is said to be suppressed", request);
    }
  }

  /** It has decided that a request returns before it is due. */
  void recalls(String campaign) {
    if (campaigns.get(campaign) != CampaignState.CANCELLED
        && cancelledNanos.getOrDefault(campaign, Long.MIN_VALUE) != world.nanos) {
      throw Invariant.NOT_EARLY.violated("a request of %s comes back", campaign);
    }
  }

  private @Nullable CampaignState stateOf(SendRequest request) {
    return campaigns.get(request.workspaceId() + "/" + request.campaignId());
  }

  private boolean isSuppressed(SendRequest request) {
    if (request.recipient() == null) {
      return false;
    }
    String digits = request.recipient().digits();
    // Mexico's mobile 1, the one alias that is simulated.
    String other =
        digits.startsWith("521")
            ? "52" + digits.substring(3)
            : digits.startsWith("52") ? "521" + digits.substring(2) : digits;
    return isSuppressed(request, digits) || isSuppressed(request, other);
  }

  private boolean isSuppressed(SendRequest request, String digits) {
    Suppression suppression = suppressed.get(request.workspaceId() + "/+" + digits);
    return suppression != null
        && (suppression.category() == Suppression.Category.ALL
            || request.priority() == Priority.BULK);
  }
}
