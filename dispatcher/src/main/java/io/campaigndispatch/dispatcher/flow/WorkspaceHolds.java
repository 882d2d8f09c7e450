package io.campaigndispatch.dispatcher.flow;

import io.campaigndispatch.dispatcher.throttle.CampaignRate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What of one workspace must not be sent now, or only slowly, or never. An operator's hold and a
 * verdict's may be on one scope at once. Owned by the core thread.
 */
public final class WorkspaceHolds {

  /** Campaigns that somebody let run again, the last ones. */
  private static final int MOST_REMEMBERED = 1_000;

  private final Map<Scope, Hold> byOperator = new HashMap<>(0);
  private final Map<Scope, Hold> byVerdict = new HashMap<>(0);
  private final Map<Scope, CampaignRate> rates = new HashMap<>(0);
  private boolean empty = true;
  private final Set<String> cancelled = new HashSet<>(0);
  private final Map<Scope, Long> runOrders =
      new LinkedHashMap<>(0) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Scope, Long> eldest) {
          return size() > MOST_REMEMBERED;
        }
      };

  /**
   * Whether there is nothing to look for: asked for each request, mostly of a workspace without.
   */
  public boolean isEmpty() {
    return empty;
  }

  private void changed() {
    empty = byOperator.isEmpty() && byVerdict.isEmpty() && rates.isEmpty();
  }

  /** Whether nothing of a scope may start. */
  public boolean isHeld(Scope scope) {
    if (empty) {
      return false;
    }
    Hold verdict = byVerdict.get(scope);
    return byOperator.containsKey(scope) || (verdict != null && verdict.isHeld());
  }

  /** Whether a campaign has a bandwidth of its own. */
  boolean isSlow(Scope scope) {
    return rates.containsKey(scope);
  }

  /** Whether a request of this scope may start now. */
  boolean mayStart(Scope scope) {
    CampaignRate rate = rates.get(scope);
    return !isHeld(scope) && (rate == null || rate.hasToken());
  }

  /** How many requests of this scope may be near their calls now. */
  int mostNear(Scope scope) {
    CampaignRate rate = rates.get(scope);
    return isHeld(scope) ? 0 : rate == null ? Integer.MAX_VALUE : rate.near();
  }

  public boolean isCancelled(@Nullable String campaignId) {
    return campaignId != null && cancelled.contains(campaignId);
  }

  public boolean hasCancelled() {
    return !cancelled.isEmpty();
  }

  /** Whether the next call of this scope is a hold's probe, and must carry one request only. */
  public boolean isProbe(Scope scope) {
    Hold verdict = byVerdict.get(scope);
    return verdict != null && verdict.isProbe();
  }

  /** Verdicts' holds; to be looked at only. */
  public Map<Scope, Hold> byVerdict() {
    return byVerdict;
  }

  /** Operators' holds; to be looked at only. */
  public Map<Scope, Hold> byOperator() {
    return byOperator;
  }

  public boolean hasRates() {
    return !rates.isEmpty();
  }

  public @Nullable CampaignRate rate(Scope scope) {
    return rates.get(scope);
  }

  public void holdByVerdict(Scope scope, Hold hold) {
    byVerdict.put(scope, hold);
    changed();
  }

  public void releaseVerdict(Scope scope) {
    byVerdict.remove(scope);
    changed();
  }

  public void holdByOperator(Scope scope, Hold hold) {
    byOperator.put(scope, hold);
    changed();
  }

  public void releaseOperator(Scope scope) {
    byOperator.remove(scope);
    changed();
  }

  /** Somebody lets a campaign run, whatever held it until then. */
  public void ran(Scope campaign, long order) {
    runOrders.remove(campaign);
    runOrders.put(campaign, order);
  }

  /** The last order to let it run; before all of them when there was none. */
  public long lastRun(Scope campaign) {
    return runOrders.getOrDefault(campaign, Hold.NO_ORDER);
  }

  public void cancel(String campaignId) {
    cancelled.add(campaignId);
  }

  /** Whether it was. */
  public boolean uncancel(String campaignId) {
    return cancelled.remove(campaignId);
  }

  public void slow(Scope scope, CampaignRate rate) {
    rates.put(scope, rate);
    changed();
  }

  /** Campaigns' own bandwidths; to be looked at only. */
  public Map<Scope, CampaignRate> rates() {
    return rates;
  }

  public void unslow(Scope scope) {
    rates.remove(scope);
    changed();
  }
}
