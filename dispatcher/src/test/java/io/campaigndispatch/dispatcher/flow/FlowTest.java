package io.campaigndispatch.dispatcher.flow;

import static io.campaigndispatch.dispatcher.core.RequestSample.request;
import static io.campaigndispatch.dispatcher.core.WorkspaceSample.workspace;
import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.dispatcher.core.Samples;
import io.campaigndispatch.dispatcher.throttle.CoreClock;
import io.campaigndispatch.dispatcher.throttle.Throttles;
import io.campaigndispatch.model.send.Priority;
import io.campaigndispatch.model.workspace.Workspace;
import java.util.List;
import org.junit.jupiter.api.Test;

class FlowTest {

  private final WorkspaceQueue queue = queue();

  private static WorkspaceQueue queue() {
    Workspace acme = workspace("acme").build();
    Throttles throttles = new Throttles(new CoreClock(0), Samples.directory(acme), _ -> 0);
    return new WorkspaceQueue(
        acme,
        throttles.of(acme),
        new Lane(Samples.vendor()),
        new ReadAhead(),
        _ -> {},
        new WorkspaceHolds());
  }

  @Test
  void retryThatMemoryHasNoRoomFor_isNotStoredBeforeWhatIsInMemory() {
    Flow flow = queue.flow(Priority.NORMAL, 0);
    queue.add(flow, Samples.pending(5, request("acme", "r5")));
    flow.store(7);
    flow.store(8);
    flow.returns(3);
    List<Long> requested = flow.request(10, 0);
    assertThat(requested).containsExactly(3L, 7L, 8L);
    flow.putBack(requested);

    assertThat(flow.stored().first()).isEqualTo(7);
    assertThat(flow.request(10, 0)).containsExactly(3L, 7L, 8L);
  }
}
