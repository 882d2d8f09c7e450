package io.campaigndispatch.dispatcher.flow;

import static io.campaigndispatch.dispatcher.core.RequestSample.request;
import static io.campaigndispatch.dispatcher.core.WorkspaceSample.workspace;
import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.dispatcher.core.Samples;
import io.campaigndispatch.dispatcher.index.OffsetQueue;
import io.campaigndispatch.dispatcher.throttle.CoreClock;
import io.campaigndispatch.dispatcher.throttle.Throttles;
import io.campaigndispatch.model.workspace.Workspace;
import java.util.List;
import org.junit.jupiter.api.Test;

class FlowWindowTest {

  private static final long SECOND = 1_000_000_000L;

  private final ReadAhead readAhead = new ReadAhead();
  private final InLog inLog = new InLog(readAhead, new OffsetQueue());
  private final FlowWindow window = new FlowWindow(readAhead, new Line(marks()), inLog, false);

  private Marks marks() {
    Workspace acme = workspace("acme").build();
    Throttles throttles = new Throttles(new CoreClock(0), Samples.directory(acme), _ -> 0);
    return new WorkspaceQueue(
            acme,
            throttles.of(acme),
            new Lane(Samples.vendor()),
            readAhead,
            _ -> {},
            new WorkspaceHolds())
        .marks();
  }

  /** How many it asks for when it has used up what it asked for before. */
  private int requested(long nowNanos) {
    int requested = window.request(Integer.MAX_VALUE, nowNanos).size();
    for (int i = 0; i < requested; i++) {
      inLog.answered();
    }
    return requested;
  }

  @Test
  void usedUpWithinTwoSeconds_isReadTwiceAsFarAhead_andHalfAsFarAfterTwenty() {
    for (int offset = 0; offset < 1_000; offset++) {
      window.store(offset);
    }

    assertThat(requested(0)).isEqualTo(16);
    assertThat(requested(SECOND)).isEqualTo(32);
    assertThat(requested(2 * SECOND)).isEqualTo(64);
    assertThat(requested(10 * SECOND)).isEqualTo(64);
    assertThat(requested(31 * SECOND)).isEqualTo(32);
  }

  @Test
  void retryThatMemoryHasNoRoomFor_isNotStoredBeforeWhatIsInMemory() {
    window.add(Samples.pending(5, request("acme", "r5")));
    window.store(7);
    window.store(8);
    inLog.returns(3);
    List<Long> requested = window.request(10, 0);
    assertThat(requested).containsExactly(3L, 7L, 8L);
    window.putBack(requested);

    assertThat(inLog.stored().first()).isEqualTo(7);
    assertThat(window.request(10, 0)).containsExactly(3L, 7L, 8L);
  }
}
