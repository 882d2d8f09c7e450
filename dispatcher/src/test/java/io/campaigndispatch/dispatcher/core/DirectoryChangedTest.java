package io.campaigndispatch.dispatcher.core;

import static io.campaigndispatch.dispatcher.core.RequestSample.request;
import static io.campaigndispatch.dispatcher.core.WorkspaceSample.workspace;
import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.dispatcher.vendor.Verdict;
import io.campaigndispatch.model.outcome.FailureCode;
import io.campaigndispatch.model.outcome.Status;
import io.campaigndispatch.model.workspace.Bandwidth;
import io.campaigndispatch.model.workspace.Directory;
import io.campaigndispatch.model.workspace.Vendor;
import io.campaigndispatch.model.workspace.VendorType;
import io.campaigndispatch.model.workspace.Workspace;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DirectoryChangedTest {

  private static final Directory UNLIMITED = Samples.directory(workspace("acme").build());

  private static Directory atRate(long rate, long burst) {
    return Samples.directory(
        workspace("acme").throttle(new Bandwidth(rate, Duration.ofSeconds(1), burst)).build());
  }

  private static void change(CoreHarness harness, Directory directory) {
    harness.handle(new CoreEvent.DirectoryChanged(directory));
  }

  private static void read(CoreHarness harness, int from, int to) {
    for (int i = from; i < to; i++) {
      harness.read(request("acme", "r" + i));
    }
  }

  /** Calls started in a time, each accepted at once. */
  private static int started(CoreHarness harness, Duration time) {
    int started = 0;
    for (long steps = time.toMillis() / 10; steps > 0; steps--) {
      while (!harness.calls().isEmpty()) {
        started++;
        harness.reply(harness.calls().getFirst(), CoreHarness.ACCEPTED);
      }
      harness.elapse(Duration.ofMillis(10));
    }
    return started;
  }

  @Test
  void newWorkspace_isSentFor() {
    CoreHarness harness = CoreHarness.reading(UNLIMITED);
    change(harness, Samples.directory(workspace("acme").build(), workspace("globex").build()));
    harness.read(request("globex", "g0"));
    assertThat(harness.inFlight()).containsExactly("g0");
    assertThat(harness.core.snapshot().workspaces()).containsKey("globex");
  }

  @Test
  void decrease_actsAtOnce() {
    CoreHarness harness = CoreHarness.reading(atRate(1_000, 100));
    change(harness, atRate(10, 1));
    read(harness, 0, 200);
    assertThat(harness.inFlight()).hasSize(1);
    assertThat(started(harness, Duration.ofSeconds(5))).isBetween(45, 52);
  }

  @Test
  void increase_isNoBurst() {
    CoreHarness harness = CoreHarness.reading(atRate(10, 1));
    read(harness, 0, 500);
    assertThat(harness.inFlight()).hasSize(1);
    change(harness, atRate(100, 50));
    assertThat(harness.inFlight()).hasSize(1);
    assertThat(started(harness, Duration.ofSeconds(2))).isBetween(150, 202);
  }

  @Test
  void sameAgain_changesNoLevel() {
    CoreHarness harness = CoreHarness.reading(atRate(10, 10));
    read(harness, 0, 100);
    for (int i = 0; i < 20; i++) {
      change(harness, atRate(10, 10));
    }
    assertThat(harness.inFlight()).hasSize(10);
  }

  @Test
  void removedWorkspace_itsOpenRequestsFail_whereverTheyAre() {
    CoreHarness harness =
        new CoreHarness(atRate(1, 1), new CoreSettings(1, 1 << 20, 10_000, 100_000));
    harness.open(0);
    read(harness, 0, 3_000);
    Effect.Call underWay = harness.onlyCall();
    change(harness, Samples.directory(workspace("other").build()));
    for (int turns = 0; turns < 30; turns++) {
      harness.commitWrites();
      harness.elapse(Duration.ofMillis(10));
    }
    harness.read(request("acme", "late"));
    harness.reply(underWay, CoreHarness.ACCEPTED);
    harness.commitWrites();

    assertThat(harness.statuses()).hasSize(3_001);
    assertThat(harness.outcomes().stream().filter(one -> one.status() == Status.FAILED))
        .hasSize(3_000)
        .allSatisfy(
            one ->
                assertThat(one.failure())
                    .isNotNull()
                    .extracting("code")
                    .isEqualTo(FailureCode.UNKNOWN_WORKSPACE));
    assertThat(harness.core.snapshot().openRequests()).isZero();
  }

  @Test
  void removedWorkspaceThatComesBack_isSentForAgain() {
    CoreHarness harness = CoreHarness.reading(UNLIMITED);
    change(harness, Samples.directory(workspace("other").build()));
    change(harness, UNLIMITED);
    harness.read(request("acme", "r0"));
    assertThat(harness.inFlight()).containsExactly("r0");
  }

  @Test
  void workspaceOfAnotherVendorNow_callsThatOne_andThePermitReturnsToTheFormer() {
    Vendor former = Samples.vendor("v1", VendorType.PLAZBOT, 1, 1);
    Vendor next = Samples.vendor("v2", VendorType.PLAZBOT, 8, 1);
    Workspace acme = workspace("acme").build();
    CoreHarness harness =
        CoreHarness.reading(
            new Directory(
                Map.of("v1", former, "v2", next), Map.of("acme", acme), Map.of(), List.of()));
    read(harness, 0, 3);
    Effect.Call first = harness.onlyCall();
    change(
        harness,
        new Directory(
            Map.of("v1", former, "v2", next),
            Map.of("acme", workspace("acme").vendor("v2").build()),
            Map.of(),
            List.of()));

    assertThat(harness.calls().stream().map(call -> call.http().vendorId()))
        .containsExactly("v1", "v2", "v2");
    harness.reply(first, new Verdict.NotWritten());
    assertThat(harness.core.snapshot().inFlight()).isEqualTo(Map.of("v1", 0, "v2", 3));
  }

  @Test
  void vendorsMaxInFlight_holdsFromNowOn() {
    CoreHarness harness =
        CoreHarness.reading(
            Samples.directory(
                Samples.vendor("v1", VendorType.PLAZBOT, 1, 1), workspace("acme").build()));
    read(harness, 0, 10);
    assertThat(harness.inFlight()).hasSize(1);
    change(
        harness,
        Samples.directory(
            Samples.vendor("v1", VendorType.PLAZBOT, 4, 1), workspace("acme").build()));
    assertThat(harness.inFlight()).hasSize(4);
  }
}
