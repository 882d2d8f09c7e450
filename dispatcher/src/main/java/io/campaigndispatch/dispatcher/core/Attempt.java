package io.campaigndispatch.dispatcher.core;

import io.campaigndispatch.dispatcher.flow.Lane;
import io.campaigndispatch.dispatcher.flow.Pending;
import io.campaigndispatch.dispatcher.flow.WorkspaceQueue;
import java.util.List;

/**
 * A call under way and the requests it carries.
 *
 * @param lane whose permit it has; its workspace may have gone to another since
 */
record Attempt(
    Effect.Call call,
    WorkspaceQueue queue,
    Lane lane,
    PartitionState partition,
    List<Pending> requests) {
  Attempt {
    requests = List.copyOf(requests);
  }
}
