package io.campaigndispatch.dispatcher.core;

import io.campaigndispatch.dispatcher.flow.Scope;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Permanent failures of one template that are equal and follow each other. Of the templates that
 * failed last, so many that no workspace's names fill memory. Owned by the core thread.
 */
final class FailureRuns {

  private static final int MOST = 10_000;

  private record Key(String workspaceId, Scope template) {}

  private record Run(String code, int length) {}

  private final LinkedHashMap<Key, Run> runs =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Run> eldest) {
          return size() > MOST;
        }
      };

  /** One more; returns how many it makes. */
  int failed(String workspaceId, Scope template, String code) {
    return runs.merge(
            new Key(workspaceId, template),
            new Run(code, 1),
            (before, _) -> new Run(code, before.code().equals(code) ? before.length() + 1 : 1))
        .length();
  }

  /** The vendor took one. */
  void accepted(String workspaceId, Scope template) {
    if (!runs.isEmpty()) {
      runs.remove(new Key(workspaceId, template));
    }
  }
}
