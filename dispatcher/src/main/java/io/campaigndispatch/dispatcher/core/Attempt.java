package io.campaigndispatch.dispatcher.core;

import io.campaigndispatch.dispatcher.flow.Pending;
import io.campaigndispatch.dispatcher.flow.WorkspaceQueue;
import java.util.List;

/** A call under way and the requests it carries. */
record Attempt(
    Effect.Call call, WorkspaceQueue queue, PartitionState partition, List<Pending> requests) {
  Attempt {
    requests = List.copyOf(requests);
  }
}
