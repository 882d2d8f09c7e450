package io.campaigndispatch.dispatcher.core;

import static io.campaigndispatch.dispatcher.core.RequestSample.request;
import static io.campaigndispatch.dispatcher.core.WorkspaceSample.workspace;
import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.dispatcher.index.OpenOffsets;
import io.campaigndispatch.dispatcher.index.Recovered;
import io.campaigndispatch.model.send.OnUncertain;
import io.campaigndispatch.model.send.Priority;
import io.campaigndispatch.model.wire.Decoded;
import io.campaigndispatch.model.workspace.Bandwidth;
import io.campaigndispatch.model.workspace.Directory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A workspace with a backlog that memory does not hold, beside one that waits for nothing. */
final class BacklogSamples {

  private BacklogSamples() {}

  static final int MANY = 3_000;

  /** One a second for "slow", all others unthrottled. */
  static final Directory DIRECTORY =
      Samples.directory(
          workspace("slow")
              .throttle(new Bandwidth(1, Duration.ofSeconds(1), 1))
              .onUncertain(OnUncertain.RESEND)
              .build(),
          workspace("quick").build());

  /** Room for some four hundred requests. */
  static CoreHarness small() {
    CoreHarness harness = new CoreHarness(DIRECTORY, new CoreSettings(1, 1 << 20, 200_000, 10_000));
    harness.open(0);
    return harness;
  }

  static void backlog(CoreHarness harness, int count) {
    for (int i = 0; i < count; i++) {
      harness.read(request("slow", "s" + i).priority(Priority.BULK));
    }
  }

  /** Until nothing is open; the requests in the order of their calls. */
  static List<String> serveAll(CoreHarness harness) {
    List<String> order = new ArrayList<>();
    Duration limit = Duration.ofHours(2);
    Duration step = Duration.ofMillis(500);
    for (Duration passed = Duration.ZERO;
        harness.core.snapshot().openRequests() > 0;
        passed = passed.plus(step)) {
      assertThat(passed).isLessThan(limit);
      order.addAll(harness.inFlight());
      harness.acceptAll();
      harness.commitWrites();
      harness.elapse(step);
    }
    return order;
  }

  static PartitionSnapshot lastSnapshot(CoreHarness harness) {
    return harness.control.stream()
        .filter(Write.Snapshot.class::isInstance)
        .map(write -> ((Write.Snapshot) write).state())
        .reduce((_, later) -> later)
        .orElseThrow();
  }

  static Decoded.Valid valid(RequestSample sample) {
    return new Decoded.Valid(sample.build(), 0);
  }

  /**
   * The next owner of partition 0 goes on from what a former one stored last, and knows its log.
   */
  static void takeOver(CoreHarness next, CoreHarness former) {
    next.knows(former);
    takeOver(next, lastSnapshot(former));
  }

  /** Nothing was journaled since the snapshot, and its owner had let go. */
  static void takeOver(CoreHarness next, PartitionSnapshot snapshot) {
    Recovered nothing = new Recovered(new OpenOffsets.Resume(0, 0));
    Takeover takeover = new Takeover(nothing, snapshot, true, Map.of(), 0);
    next.open(0, Restored.of(takeover, 0, 0, Samples.ids(200_000)));
  }
}
