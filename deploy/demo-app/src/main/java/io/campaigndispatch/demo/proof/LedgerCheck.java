package io.campaigndispatch.demo.proof;

import io.campaigndispatch.demo.proof.Finding.Rule;
import io.campaigndispatch.demo.scenario.Expected;
import io.campaigndispatch.model.outcome.Status;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Holds the vendors' ledger against outcomes and expectations, one to one. */
final class LedgerCheck {

  private final Map<RequestKey, Expected> requests;
  private final Map<RequestKey, Ending> endings;
  private final List<Finding> findings;

  /**
   * @param findings where to add
   */
  LedgerCheck(
      Map<RequestKey, Expected> requests, Map<RequestKey, Ending> endings, List<Finding> findings) {
    this.requests = requests;
    this.endings = endings;
    this.findings = findings;
  }

  private record Addressee(String workspaceId, String name) {}

  private static final class Count {
    private int calls;
    private int taken;
  }

  void check(List<VendorCall> calls) {
    Map<Addressee, Count> counts = new HashMap<>();
    requests.values().forEach(expected -> register(counts, expected));
    for (VendorCall call : calls) {
      Count count = counts.get(addressee(call.workspaceId(), call.addressee()));
      if (count == null) {
        add(Rule.CALLED_FOR_NOBODY, call.toString());
      } else {
        count.calls++;
        count.taken += call.taken() ? 1 : 0;
      }
    }
    requests.forEach(
        (key, expected) -> {
          Count count = counts.get(addressee(expected.workspaceId(), expected.addressee()));
          if (count != null) {
            check(key, expected, endings.get(key), count);
          }
        });
  }

  private static void register(Map<Addressee, Count> counts, Expected expected) {
    Addressee addressee = addressee(expected.workspaceId(), expected.addressee());
    if (addressee != null && counts.put(addressee, new Count()) != null) {
      throw new IllegalArgumentException("two requests to one addressee: " + expected);
    }
  }

  private static @Nullable Addressee addressee(
      @Nullable String workspaceId, @Nullable String name) {
    return workspaceId == null || name == null ? null : new Addressee(workspaceId, name);
  }

  private void check(RequestKey key, Expected expected, @Nullable Ending ending, Count count) {
    Status status = ending == null ? null : ending.status();
    if (count.taken > 1) {
      add(Rule.TAKEN_TWICE, key + ": " + count.taken + " times");
    }
    if (status == Status.ACCEPTED && count.taken == 0) {
      add(Rule.ACCEPTED_NOT_TAKEN, key.toString());
    }
    if (status != Status.ACCEPTED && status != Status.UNCERTAIN && count.taken > 0) {
      add(Rule.TAKEN_NOT_ACCEPTED, key + " ended " + status);
    }
    switch (expected.fate().calls()) {
      case NONE -> {
        if (count.calls > 0) {
          add(Rule.CALLED_IN_VAIN, key.toString());
        }
      }
      case ONE -> {
        if (count.calls != 1) {
          add(Rule.CALLED_AGAIN, key + ": " + count.calls + " calls");
        }
      }
      case NOT_TAKEN -> {
        if (count.calls == 0) {
          add(Rule.NOT_CALLED, key.toString());
        }
      }
      case TAKEN_ONCE, NONE_TAKEN -> {}
    }
  }

  private void add(Rule rule, String where) {
    findings.add(new Finding(rule, where));
  }
}
