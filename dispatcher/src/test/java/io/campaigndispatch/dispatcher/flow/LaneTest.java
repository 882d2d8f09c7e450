package io.campaigndispatch.dispatcher.flow;

import static io.campaigndispatch.dispatcher.core.WorkspaceSample.workspace;
import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.dispatcher.core.RequestSample;
import io.campaigndispatch.dispatcher.core.Samples;
import io.campaigndispatch.dispatcher.throttle.CoreClock;
import io.campaigndispatch.dispatcher.throttle.Throttles;
import io.campaigndispatch.model.send.Priority;
import io.campaigndispatch.model.workspace.VendorType;
import io.campaigndispatch.model.workspace.Workspace;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class LaneTest {

  private final Lane lane = new Lane(Samples.vendor("v1", VendorType.GATEWAY, 8, 50));
  private final WorkspaceQueue one = queue("one", 1);
  private final WorkspaceQueue two = queue("two", 1);

  private WorkspaceQueue queue(String id, int weight) {
    WorkspaceQueue queue = emptyQueue(id, weight);
    queue.add(queue.flow(Priority.NORMAL, 0), Samples.pending(1_000, toAnother(0)));
    return queue;
  }

  private WorkspaceQueue emptyQueue(String id, int weight) {
    Workspace workspace = workspace(id).weight(weight).build();
    Throttles throttles = new Throttles(new CoreClock(0), Samples.directory(workspace), _ -> 0);
    WorkspaceQueue queue =
        new WorkspaceQueue(
            workspace,
            throttles.of(workspace),
            lane,
            new ReadAhead(),
            _ -> {},
            new WorkspaceHolds());
    queue.open();
    return queue;
  }

  /** Ids of the workspaces that send these many messages, one each time, always with more. */
  private List<String> serve(int messages) {
    List<String> served = new ArrayList<>();
    while (served.size() < messages) {
      WorkspaceQueue queue = Objects.requireNonNull(lane.next());
      while (lane.mayGoOn(queue) && served.size() < messages) {
        lane.spent(queue, 1);
        served.add(queue.workspace().id());
      }
      lane.ready(queue);
    }
    return served;
  }

  @Test
  void workspaceThatHasNothing_hasNoTurn() {
    lane.ready(emptyQueue("empty", 1));

    assertThat(lane.next()).isNull();
  }

  @Test
  void equalWeights_takeTurns() {
    lane.ready(one);
    lane.ready(two);

    assertThat(serve(4)).containsExactly("one", "two", "one", "two");
  }

  @Test
  void weights_areShares() {
    WorkspaceQueue heavy = queue("heavy", 3);
    lane.ready(one);
    lane.ready(heavy);

    assertThat(serve(400).stream().filter("heavy"::equals)).hasSize(300);
  }

  @Test
  void callOfSeveral_isPaidForInLaterTurns() {
    lane.ready(one);
    lane.ready(two);
    WorkspaceQueue first = Objects.requireNonNull(lane.next());
    lane.spent(first, 3);
    lane.ready(first);

    assertThat(serve(4)).containsExactly("two", "two", "two", "one");
  }

  @Test
  void quantumIsNotSaved_byAWorkspaceThatCouldNotSend() {
    lane.ready(one);
    lane.next();
    lane.ready(one);
    lane.next();
    lane.ready(one);
    lane.ready(two);

    assertThat(serve(4)).containsExactly("one", "two", "one", "two");
  }

  @Test
  void workspaceWithAQuarterOfThePermits_waitsBehindOthers() {
    lane.acquire(one);
    lane.acquire(one);
    lane.ready(one);
    lane.ready(two);

    assertThat(lane.next()).isSameAs(two);
    assertThat(lane.next()).isSameAs(one);
  }

  @Test
  void quarterIsOfPermits_notOfMessages() {
    lane.acquire(one);
    for (int i = 0; i < 50; i++) {
      one.started(Samples.pending(i, toAnother(i)), 0);
    }
    lane.ready(one);
    lane.ready(two);

    assertThat(lane.next()).isSameAs(one);
  }

  private static RequestSample toAnother(int number) {
    return RequestSample.request("one", "r" + number);
  }

  @Test
  void workspaceAlone_mayTakeEveryPermit() {
    for (int i = 0; i < 8; i++) {
      assertThat(lane.hasPermit()).isTrue();
      lane.ready(one);
      assertThat(lane.next()).isSameAs(one);
      lane.acquire(one);
    }
    assertThat(lane.hasPermit()).isFalse();
    lane.release(one);
    assertThat(lane.hasPermit()).isTrue();
  }

  @Test
  void whenAllHoldAQuarter_theFirstOneGoesOn() {
    for (WorkspaceQueue queue : List.of(one, two)) {
      lane.acquire(queue);
      lane.acquire(queue);
      lane.ready(queue);
    }

    assertThat(lane.next()).isSameAs(one);
    assertThat(lane.next()).isSameAs(two);
    assertThat(lane.next()).isNull();
  }

  @Test
  void readyTwice_hasOneTurn() {
    lane.ready(one);
    lane.ready(one);

    assertThat(lane.next()).isSameAs(one);
    assertThat(lane.next()).isNull();
  }

  @Test
  void closedQueue_hasNoTurn() {
    lane.ready(one);
    lane.ready(two);
    one.close();

    assertThat(lane.next()).isSameAs(two);
    assertThat(lane.next()).isNull();
    lane.ready(one);
    assertThat(lane.next()).isNull();
  }
}
