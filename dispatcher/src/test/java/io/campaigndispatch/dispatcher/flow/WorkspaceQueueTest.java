package io.campaigndispatch.dispatcher.flow;

import static io.campaigndispatch.dispatcher.core.RequestSample.request;
import static io.campaigndispatch.dispatcher.core.WorkspaceSample.workspace;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.campaigndispatch.dispatcher.core.RequestSample;
import io.campaigndispatch.dispatcher.core.Samples;
import io.campaigndispatch.dispatcher.throttle.CoreClock;
import io.campaigndispatch.dispatcher.throttle.Throttles;
import io.campaigndispatch.model.send.OnUncertain;
import io.campaigndispatch.model.send.Priority;
import io.campaigndispatch.model.workspace.Workspace;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class WorkspaceQueueTest {

  private static final String SAME = "+34600000001";

  private final Lane lane = new Lane(Samples.vendor());
  private final WorkspaceQueue queue = queue();
  private long offsets;

  private WorkspaceQueue queue() {
    Workspace acme = workspace("acme").build();
    Throttles throttles = new Throttles(new CoreClock(0), Samples.directory(acme), _ -> 0);
    return new WorkspaceQueue(
        acme, throttles.of(acme), lane, new ReadAhead(), _ -> {}, new WorkspaceHolds());
  }

  private Pending add(Priority priority) {
    RequestSample sample =
        request("acme", "r" + offsets).priority(priority).onUncertain(OnUncertain.RESEND);
    return waits(Samples.pending(++offsets, sample));
  }

  private Pending waits(Pending pending) {
    Flow flow = queue.flow(pending.request().priority(), 0);
    queue.waits(flow, 1);
    queue.add(flow, pending);
    return pending;
  }

  private Pending addTo(String recipient) {
    Pending pending = Samples.pending(++offsets, request("acme", "r" + offsets).to(recipient));
    return waits(pending);
  }

  /** Starts a call with the head, and as many more of its flow. */
  private Pending call(int more) {
    Pending head = Objects.requireNonNull(queue.head());
    start(head);
    for (int i = 0; i < more; i++) {
      start(Objects.requireNonNull(queue.headOf(head.request().priority())));
    }
    lane.acquire(queue);
    return head;
  }

  private void start(Pending pending) {
    queue.take(pending);
    queue.started(pending, 0);
  }

  private List<Priority> calls(int count, int more) {
    List<Priority> priorities = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      priorities.add(call(more).request().priority());
    }
    return priorities;
  }

  @Test
  void flow_goesInLogOrder() {
    Pending first = add(Priority.BULK);
    Pending second = add(Priority.BULK);

    assertThat(call(0)).isSameAs(first);
    assertThat(call(0)).isSameAs(second);
    assertThat(queue.head()).isNull();
  }

  @Test
  void moreUrgent_goesFirst() {
    Pending bulk = add(Priority.BULK);
    Pending normal = add(Priority.NORMAL);
    Pending urgent = add(Priority.URGENT);

    assertThat(List.of(call(0), call(0), call(0))).containsExactly(urgent, normal, bulk);
  }

  @Test
  void everyEighthCall_goesToTheLessUrgentInTurn() {
    for (int i = 0; i < 40; i++) {
      add(Priority.URGENT);
      add(Priority.NORMAL);
      add(Priority.BULK);
    }

    List<Priority> priorities = calls(16, 0);
    assertThat(priorities.get(7)).isEqualTo(Priority.BULK);
    assertThat(priorities.get(15)).isEqualTo(Priority.NORMAL);
    assertThat(priorities.stream().filter(Priority.URGENT::equals)).hasSize(14);
  }

  @Test
  void guaranteedShare_isKeptByCallsOfSeveralRecipients() {
    for (int i = 0; i < 80; i++) {
      add(Priority.URGENT);
      add(Priority.BULK);
    }

    assertThat(calls(16, 1).stream().filter(Priority.BULK::equals)).hasSize(2);
  }

  @Test
  void busyRecipient_isPassedOver_andItsNextComesFirstWhenItIsFree() {
    Pending first = addTo(SAME);
    Pending second = addTo(SAME);
    Pending other = add(Priority.NORMAL);
    Pending last = add(Priority.NORMAL);

    assertThat(call(0)).isSameAs(first);
    assertThat(call(0)).isSameAs(other);
    queue.finished(first);
    queue.freeRecipient(first, 0);
    assertThat(List.of(call(0), call(0))).containsExactly(second, last);
  }

  @Test
  void throttledRequest_goesBeforeTheNextForItsRecipient() {
    Pending first = addTo(SAME);
    Pending second = addTo(SAME);
    call(0);
    assertThat(queue.head()).isNull();

    queue.again(first);
    queue.finished(first);
    queue.freeRecipient(first, 0);
    assertThat(call(0)).isSameAs(first);
    queue.finished(first);
    queue.freeRecipient(first, 0);
    assertThat(call(0)).isSameAs(second);
  }

  @Test
  void waiting_countsThoseAsideAndNotThoseUnderWay() {
    Pending first = addTo(SAME);
    addTo(SAME);
    add(Priority.BULK);
    call(0);
    queue.head();

    assertThat(queue.waiting(Priority.NORMAL)).isEqualTo(1);
    assertThat(queue.waiting(Priority.BULK)).isEqualTo(1);
    assertThat(queue.inFlight()).isEqualTo(1);
    queue.again(first);
    queue.finished(first);
    assertThat(queue.waiting(Priority.NORMAL)).isEqualTo(2);
    assertThat(queue.inFlight()).isZero();
  }

  @Test
  void closedQueue_hasNothingLeft() {
    Pending first = addTo(SAME);
    addTo(SAME);
    call(0);
    queue.head();
    queue.close();

    queue.finished(first);
    queue.freeRecipient(first, 0);
    assertThat(queue.head()).isNull();
    assertThat(queue.waiting(Priority.NORMAL)).isZero();
  }

  @Test
  void takingAnotherThanTheHead_isRefused() {
    add(Priority.NORMAL);
    Pending second = add(Priority.NORMAL);

    assertThatThrownBy(() -> queue.take(second)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void wakeUp_isSetOnceForOneTime_andTheEarlierOneCounts() {
    assertThat(queue.wakeAt(50)).isTrue();
    assertThat(queue.wakeAt(50)).isFalse();
    assertThat(queue.wakeAt(60)).isFalse();
    assertThat(queue.wakeAt(40)).isTrue();

    assertThat(queue.awake(50)).isFalse();
    assertThat(queue.awake(40)).isTrue();
    assertThat(queue.wakeAt(60)).isTrue();
  }
}
