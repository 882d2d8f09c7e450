package io.campaigndispatch.sandbox.fault;

import io.campaigndispatch.sandbox.wire.Vendor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The faults in force, in the order they were added.
 *
 * <p>Of several that fit a call the first strikes; latencies strike beside it, the longest
 * counting. A rule with a recipient that answers with an error strikes only that recipient's result
 * when the call has a result for each.
 *
 * <p>Any thread may add and remove; the event loop draws.
 */
public final class FaultBook {
  /** So many rules at once; each is tried on every call. */
  private static final int MAX_RULES = 1000;

  private final RandomGenerator random;
  private final List<Rule> rules = new ArrayList<>();
  private long lastId;

  /**
   * @param random decides the rules that strike with a probability only
   */
  public FaultBook(RandomGenerator random) {
    this.random = random;
  }

  private static final class Rule {
    private final long id;
    private final FaultSpec spec;
    private long hits;

    private Rule(long id, FaultSpec spec) {
      this.id = id;
      this.spec = spec;
    }

    private boolean isUsedUp() {
      Long count = spec.count();
      return count != null && hits >= count;
    }

    private FaultRule view() {
      Long count = spec.count();
      return new FaultRule(id, spec, hits, count == null ? null : count - hits);
    }
  }

  /**
   * Puts a fault in force.
   *
   * @throws IllegalArgumentException when there are {@value #MAX_RULES} already
   */
  public synchronized FaultRule add(FaultSpec spec) {
    if (rules.size() >= MAX_RULES) {
      throw new IllegalArgumentException("there are " + MAX_RULES + " faults already; remove some");
    }
    Rule rule = new Rule(++lastId, spec);
    rules.add(rule);
    return rule.view();
  }

  /** The faults in force. */
  public synchronized List<FaultRule> rules() {
    return rules.stream().map(Rule::view).toList();
  }

  /** Lifts all; how many there were. */
  public synchronized int clear() {
    int count = rules.size();
    rules.clear();
    return count;
  }

  /** Lifts one; whether it was there. */
  public synchronized boolean remove(long id) {
    return rules.removeIf(rule -> rule.id == id);
  }

  /**
   * Decides what happens to a call, and counts the hits.
   *
   * @param recipients digits of each recipient, null for one that has none
   * @param resultEach whether the call's answer has a result for each recipient
   */
  public synchronized Injection draw(
      Vendor vendor,
      @Nullable String workspace,
      List<@Nullable String> recipients,
      boolean resultEach) {
    if (rules.isEmpty()) {
      return Injection.NONE;
    }
    long delayMs = 0;
    Fault whole = null;
    Map<String, Fault> single = new HashMap<>();
    for (Iterator<Rule> all = rules.iterator(); all.hasNext(); ) {
      Rule rule = all.next();
      FaultSpec spec = rule.spec;
      if (!fits(spec, vendor, workspace, recipients)) {
        continue;
      }
      String recipient = spec.recipient();
      switch (spec.fault()) {
        case Fault.Latency latency -> {
          if (strikes(rule)) {
            delayMs = Math.max(delayMs, latency.ms());
          }
        }
        case Fault.Status _, Fault.Throttle _ when recipient != null && resultEach -> {
          if (!single.containsKey(recipient) && strikes(rule)) {
            single.put(recipient, spec.fault());
          }
        }
        case Fault.Status _,
            Fault.Throttle _,
            Fault.Hang _,
            Fault.Reset _,
            Fault.Garbage _,
            Fault.Down _ -> {
          if (whole == null && strikes(rule)) {
            whole = spec.fault();
          }
        }
      }
      if (rule.isUsedUp()) {
        all.remove();
      }
    }
    return new Injection(delayMs, whole, single);
  }

  private static boolean fits(
      FaultSpec spec,
      Vendor vendor,
      @Nullable String workspace,
      List<@Nullable String> recipients) {
    return (spec.vendor() == null || spec.vendor() == vendor)
        && (spec.workspace() == null || spec.workspace().equals(workspace))
        && (spec.recipient() == null || recipients.contains(spec.recipient()));
  }

  private boolean strikes(Rule rule) {
    double probability = rule.spec.probability();
    if (probability < 1 && random.nextDouble() >= probability) {
      return false;
    }
    rule.hits++;
    return true;
  }
}
