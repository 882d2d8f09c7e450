package io.campaigndispatch.dispatcher.core;

import static io.campaigndispatch.dispatcher.core.RequestSample.request;
import static io.campaigndispatch.dispatcher.core.WorkspaceSample.workspace;
import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.dispatcher.index.OpenOffsets;
import io.campaigndispatch.dispatcher.index.Position;
import io.campaigndispatch.dispatcher.index.Recovered;
import io.campaigndispatch.dispatcher.retry.Backoff;
import io.campaigndispatch.dispatcher.vendor.Verdict;
import io.campaigndispatch.model.outcome.FailureCategory;
import io.campaigndispatch.model.outcome.Status;
import io.campaigndispatch.model.send.OnUncertain;
import io.campaigndispatch.model.send.Priority;
import io.campaigndispatch.model.workspace.Bandwidth;
import io.campaigndispatch.model.workspace.CampaignState;
import io.campaigndispatch.model.workspace.VendorType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What must never be called twice is in the journal before it is called. */
class MarkersTest {

  private static final Verdict THROTTLED =
      new Verdict.Throttled(Samples.failure(FailureCategory.THROTTLED), Duration.ofSeconds(10));
  private static final Verdict RETRY =
      new Verdict.Retry(
          Samples.failure(FailureCategory.RETRY_SOON),
          new Backoff.Later(Duration.ofSeconds(1), Duration.ofSeconds(1)),
          10);

  /** Default BULK holds. */
  private static RequestSample held(String id) {
    return request("acme", id).priority(Priority.BULK);
  }

  private static CoreHarness holding(WorkspaceSample acme) {
    CoreHarness harness = CoreHarness.reading(Samples.directory(acme.build()));
    harness.holdMarkers();
    return harness;
  }

  private static Bandwidth perSecond(long rate) {
    return new Bandwidth(rate, Duration.ofSeconds(1), 1);
  }

  private static List<Long> offsets(CoreHarness harness) {
    return harness.started().stream().map(one -> one.position().offset()).toList();
  }

  // Before the call

  @Test
  void callThatMustNotBeRepeated_waitsForItsMarker() {
    CoreHarness harness = holding(workspace("acme"));
    harness.read(held("r0"));

    assertThat(harness.inFlight()).isEmpty();
    assertThat(harness.started()).singleElement().extracting(Write.Started::attempt).isEqualTo(1);

    harness.writeMarkers();
    assertThat(harness.inFlight()).containsExactly("r0");
  }

  private static CoreEvent campaign(CampaignState state, @Nullable Bandwidth rate) {
    return new CoreEvent.CampaignChanged("acme", "c", state, rate, 0);
  }

  @Test
  void requestBehindOneThatExpiresBeforeItsMarkerIsWritten_goesOn() {
    CoreHarness harness = holding(workspace("acme"));
    Instant soon = Instant.ofEpochMilli(Samples.BEGINNING_MILLIS).plusSeconds(5);
    harness.read(held("r0").expiresAt(soon));
    harness.read(held("r1").onUncertain(OnUncertain.RESEND));
    assertThat(harness.inFlight()).isEmpty();

    harness.elapse(Duration.ofSeconds(11));
    assertThat(harness.statuses()).containsExactly(Status.EXPIRED);
    assertThat(harness.inFlight()).containsExactly("r1");
  }

  @Test
  void markersOfACampaignThatIsPaused_areTakenBack_andAskedForAnewWhenItRuns() {
    CoreHarness harness = holding(workspace("acme"));
    harness.read(held("r0").campaign("c"));
    harness.handle(campaign(CampaignState.PAUSED, null));
    harness.writeMarkers();
    assertThat(harness.inFlight()).isEmpty();
    assertThat(harness.core.snapshot().openRequests()).isEqualTo(1);

    harness.handle(campaign(CampaignState.RUNNING, null));
    harness.elapse(Duration.ofSeconds(1));
    assertThat(harness.started()).hasSize(2);
    harness.writeMarkers();
    assertThat(harness.inFlight()).containsExactly("r0");
  }

  @Test
  void slowCampaign_hasNoMoreMarkersThanItsOwnRateSends() {
    CoreHarness harness = holding(workspace("acme"));
    harness.handle(campaign(CampaignState.RUNNING, perSecond(2)));
    for (int i = 0; i < 20; i++) {
      harness.read(held("r" + i).campaign("c"));
    }
    harness.elapse(Duration.ofSeconds(1));
    assertThat(harness.started()).hasSize(1);
  }

  @Test
  @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void requestsOfASlowCampaignForOneRecipient_doNotTakeTurnsWithoutEnd() {
    CoreHarness harness = holding(workspace("acme"));
    harness.handle(campaign(CampaignState.RUNNING, perSecond(2)));
    harness.elapse(Duration.ofSeconds(1));
    harness.read(held("r0").campaign("c").to("+34600000001"));
    harness.writeMarkers();
    harness.read(held("r1").campaign("c").to("+34600000001"));
    harness.read(held("r2").campaign("c").to("+34600000001"));
    assertThat(harness.inFlight()).containsExactly("r0");

    // There is no token, but soon will be: the next ones ask for their markers.
    harness.reply(harness.onlyCall(), CoreHarness.ACCEPTED);
    assertThat(harness.inFlight()).isEmpty();
    for (int i = 0; i < 2; i++) {
      harness.elapse(Duration.ofMillis(600));
      harness.writeMarkers();
      harness.reply(harness.onlyCall(), CoreHarness.ACCEPTED);
    }
    harness.commitWrites();
    assertThat(harness.statuses())
        .containsExactly(Status.ACCEPTED, Status.ACCEPTED, Status.ACCEPTED);
  }

  @Test
  void callThatMayBeRepeated_needsNoMarker_andOvertakesWhatWaitsForOne() {
    CoreHarness harness = holding(workspace("acme"));
    harness.read(held("r0"));
    harness.read(request("acme", "r1").priority(Priority.NORMAL));

    assertThat(harness.inFlight()).containsExactly("r1");
    assertThat(offsets(harness)).containsExactly(0L);
  }

  @Test
  void callsOfOneFlow_keepTheirOrder_markedOrNot() {
    CoreHarness harness = holding(workspace("acme"));
    harness.read(held("r0"));
    harness.read(held("r1").onUncertain(OnUncertain.RESEND));
    harness.read(held("r2"));

    assertThat(harness.inFlight()).isEmpty();
    harness.writeMarkers();
    harness.writeMarkers();
    assertThat(harness.inFlight()).containsExactly("r0", "r1", "r2");
  }

  @Test
  void whatEndsWithoutACall_getsNoMarker() {
    CoreHarness harness = holding(workspace("acme"));
    harness.read(held("r0").expiresAt(harness.now().instant()));
    harness.read(held("r1").template(ScriptedVendor.REFUSED));

    assertThat(harness.statuses()).containsExactly(Status.EXPIRED, Status.FAILED);
    assertThat(harness.started()).isEmpty();
  }

  @Test
  void gates_areCheckedAgainAtTheCall() {
    CoreHarness harness = holding(workspace("acme"));
    harness.read(held("r0").expiresAt(harness.now().instant().plusMillis(100)));
    harness.elapse(Duration.ofMillis(200));
    harness.writeMarkers();

    assertThat(harness.inFlight()).isEmpty();
    assertThat(harness.statuses()).containsExactly(Status.EXPIRED);
    harness.commitWrites();
    assertThat(harness.unstarted()).isEmpty();
    assertThat(harness.core.heldBytes()).isZero();
  }

  // How many

  @Test
  void markers_areAheadOfTheTokens_byWhatAQuarterOfASecondSends() {
    CoreHarness harness = holding(workspace("acme").throttle(perSecond(40)));
    for (int i = 0; i < 100; i++) {
      harness.read(held("r" + i));
    }
    assertThat(harness.started()).hasSizeBetween(10, 11);

    for (int i = 0; i < 20; i++) {
      harness.writeMarkers();
      harness.elapse(Duration.ofMillis(50));
      harness.acceptAll();
    }
    harness.commitWrites();
    assertThat(harness.statuses()).as("no token waited for a marker").hasSizeBetween(36, 42);
    assertThat(harness.started()).hasSizeBetween(46, 53);
  }

  @Test
  void slowWorkspace_isMarkedShortlyBeforeItsToken_andOneAtATime() {
    CoreHarness harness = holding(workspace("acme").throttle(new Bandwidth(1, TEN_SECONDS, 1)));
    for (int i = 0; i < 5; i++) {
      harness.read(held("r" + i));
    }
    harness.writeMarkers();
    assertThat(harness.inFlight()).containsExactly("r0");
    assertThat(offsets(harness)).containsExactly(0L);

    harness.elapse(Duration.ofMillis(9_800));
    assertThat(offsets(harness)).containsExactly(0L);
    harness.elapse(Duration.ofMillis(100));
    assertThat(offsets(harness)).containsExactly(0L, 1L);
    harness.writeMarkers();
    assertThat(harness.inFlight()).containsExactly("r0");
    harness.elapse(Duration.ofMillis(300));
    assertThat(harness.inFlight()).containsExactly("r0", "r1");
  }

  private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

  @Test
  void slowCommits_bringMoreMarkersAhead() {
    CoreHarness harness = holding(workspace("acme").throttle(perSecond(40)));
    for (int i = 0; i < 400; i++) {
      harness.read(held("r" + i));
    }
    for (int i = 0; i < 10; i++) {
      harness.elapse(Duration.ofMillis(400));
      harness.writeMarkers();
      harness.acceptAll();
    }
    int before = harness.statuses().size();
    for (int i = 0; i < 5; i++) {
      harness.elapse(Duration.ofMillis(400));
      harness.writeMarkers();
      harness.acceptAll();
    }
    assertThat(harness.statuses().size() - before).isBetween(75, 82);
  }

  @Test
  void workspaceWithoutThrottle_isMarkedByWhatItSends() {
    CoreHarness harness = holding(workspace("acme"));
    for (int i = 0; i < 1_000; i++) {
      harness.read(held("r" + i));
    }
    assertThat(harness.started()).hasSize(2);
    for (int i = 0; i < 40; i++) {
      harness.writeMarkers();
      harness.elapse(Duration.ofMillis(50));
      harness.acceptAll();
    }
    assertThat(harness.statuses()).hasSize(1_000);
  }

  @Test
  void callOfSeveral_isMarkedWhole() {
    CoreHarness harness =
        CoreHarness.reading(
            Samples.directory(
                Samples.vendor("v1", VendorType.GATEWAY, 64, 3), workspace("acme").build()));
    harness.holdMarkers();
    for (int i = 0; i < 6; i++) {
      harness.read(held("r" + i));
    }
    harness.writeMarkers();
    assertThat(harness.calls()).hasSize(2).allSatisfy(one -> assertThat(one.requests()).hasSize(3));
  }

  // Busy recipients

  @Test
  void markedRequestBehindABusyRecipient_stepsAside_andKeepsItsMarker() {
    CoreHarness harness = holding(workspace("acme"));
    harness.read(held("r0").to("+34600000001"));
    harness.read(held("r1").to("+34600000001"));
    harness.writeMarkers();
    assertThat(harness.inFlight()).containsExactly("r0");

    harness.read(held("r2"));
    harness.writeMarkers();
    assertThat(harness.inFlight()).containsExactly("r0", "r2");
    harness.acceptAll();
    assertThat(harness.inFlight()).isEmpty();
    assertThat(harness.statuses()).hasSize(3);
    assertThat(harness.started()).hasSize(3);
  }

  @Test
  void requestBehindOneThatStepsAside_isMarkedAtOnce() {
    CoreHarness harness = holding(workspace("acme"));
    RequestSample busy = held("r0").to("+34600000001").onUncertain(OnUncertain.RESEND);
    harness.read(busy);
    harness.read(held("r1").to("+34600000001").onUncertain(OnUncertain.RESEND));
    harness.read(held("r2"));

    assertThat(harness.inFlight()).containsExactly("r0");
    assertThat(offsets(harness)).containsExactly(2L);
  }

  // What becomes of the attempt

  @Test
  void failedAttempt_isFollowedByAnotherMarker() {
    CoreHarness harness = holding(workspace("acme"));
    harness.read(held("r0"));
    harness.writeMarkers();
    harness.reply(harness.onlyCall(), RETRY);
    harness.commitWrites();
    harness.elapse(Duration.ofSeconds(2));

    assertThat(harness.inFlight()).isEmpty();
    harness.writeMarkers();
    assertThat(harness.inFlight()).containsExactly("r0");
    assertThat(harness.started()).extracting(Write.Started::attempt).containsExactly(1, 2);
    assertThat(harness.unstarted()).isEmpty();
  }

  @Test
  void callThatWasNotWritten_goesAgainWithTheMarkerItHas() {
    CoreHarness harness = holding(workspace("acme"));
    harness.read(held("r0"));
    harness.writeMarkers();
    harness.reply(harness.onlyCall(), new Verdict.NotWritten());

    assertThat(harness.inFlight()).containsExactly("r0");
    assertThat(harness.started()).hasSize(1);
  }

  @Test
  void throttledWorkspace_takesItsMarkersBack() {
    CoreHarness harness = holding(workspace("acme").throttle(perSecond(10)));
    for (int i = 0; i < 5; i++) {
      harness.read(held("r" + i));
    }
    harness.writeMarkers();
    List<Long> marked = offsets(harness);
    assertThat(marked).hasSizeBetween(3, 4);
    harness.reply(harness.onlyCall(), THROTTLED);

    assertThat(harness.unstarted()).containsExactlyInAnyOrderElementsOf(marked);
    harness.writeMarkers();
    harness.elapse(Duration.ofSeconds(12));
    harness.writeMarkers();
    harness.elapse(Duration.ofSeconds(1));
    assertThat(harness.inFlight()).startsWith("r0");
  }

  @Test
  void markerThatWasTakenBack_allowsNothing_evenIfItIsWrittenLater() {
    CoreHarness harness = holding(workspace("acme").throttle(perSecond(10)));
    harness.read(held("r0"));
    harness.writeMarkers();
    harness.read(held("r1"));
    harness.reply(harness.onlyCall(), THROTTLED);
    // r1 is marked, taken back, and after the hold marked anew: all of it is still on its way.
    harness.elapse(Duration.ofSeconds(12));
    assertThat(offsets(harness).stream().filter(offset -> offset == 1)).hasSize(2);

    Write.Started first =
        harness.started().stream()
            .filter(one -> one.position().offset() == 1)
            .findFirst()
            .orElseThrow();
    harness.handle(new CoreEvent.Written(List.of(), Map.of()));
    harness.writeOnly(first);
    harness.elapse(Duration.ofSeconds(1));
    assertThat(harness.inFlight()).isEmpty();
    harness.writeMarkers();
    harness.elapse(Duration.ofSeconds(1));
    assertThat(harness.inFlight()).containsExactly("r0", "r1");
  }

  // Handing over

  @Test
  void revokedPartition_saysOfWhatItDidNotCall_thatItDidNot() {
    CoreHarness harness = holding(workspace("acme").throttle(perSecond(10)));
    for (int i = 0; i < 5; i++) {
      harness.read(held("r" + i));
    }
    harness.writeMarkers();
    List<Long> uncalled = offsets(harness).subList(1, harness.started().size());
    harness.revoke(0);
    assertThat(harness.unstarted()).containsExactlyInAnyOrderElementsOf(uncalled);

    harness.acceptAll();
    harness.commitWrites();
    assertThat(harness.released).isEmpty();
    harness.writeMarkers();
    assertThat(harness.released).hasSize(1);
    assertThat(BacklogSamples.lastSnapshot(harness).started()).isEmpty();
  }

  @Test
  void abandonedCall_isHandedOverAsStarted_andEndsUncertain() {
    CoreHarness harness = CoreHarness.reading(Samples.directory(workspace("acme").build()));
    harness.read(held("r0"));
    harness.read(held("r1"));
    harness.revoke(0);
    harness.handle(new CoreEvent.PartitionAbandoned(0, harness.epoch(0)));
    assertThat(harness.released).hasSize(1);

    CoreHarness next = new CoreHarness(Samples.directory(workspace("acme").build()));
    BacklogSamples.takeOver(next, harness);
    assertThat(next.inFlight()).isEmpty();
    assertThat(next.statuses()).containsExactly(Status.UNCERTAIN, Status.UNCERTAIN);
    next.commitWrites();
    assertThat(next.core.snapshot().openRequests()).isZero();
    assertThat(next.core.heldBytes()).isZero();
  }

  @Test
  void requestStartedUnderADeadOwner_isNotCalledAgain_theOthersAre() {
    CoreHarness harness = new CoreHarness(Samples.directory(workspace("acme").build()));
    Recovered recovered = new Recovered(new OpenOffsets.Resume(0, 0));
    recovered.started(Position.whole(0, 0), new Recovered.Started(1, Samples.BEGINNING_MILLIS));
    harness.open(0, recovered);
    harness.read(held("r0"));
    harness.read(held("r1"));

    assertThat(harness.inFlight()).containsExactly("r1");
    assertThat(harness.onlyOutcome().status()).isEqualTo(Status.UNCERTAIN);
    assertThat(harness.onlyOutcome().attempt()).isEqualTo(1);
  }

  @Test
  void snapshot_showsWhatIsStarted_onceThatIsWritten() {
    CoreHarness harness = holding(workspace("acme"));
    harness.read(held("r0"));
    harness.writeMarkers();
    harness.read(held("r1"));
    harness.elapse(Duration.ofSeconds(40));

    assertThat(BacklogSamples.lastSnapshot(harness).started())
        .containsOnlyKeys(Position.whole(0, 0));
  }

  // Memory

  @Test
  void markedRequests_doNotLeaveMemory() {
    CoreHarness harness =
        new CoreHarness(
            Samples.directory(workspace("acme").throttle(perSecond(40)).build()),
            new CoreSettings(1, 1 << 20, 200_000, 10_000));
    harness.open(0);
    for (int i = 0; i < 2_000; i++) {
      harness.read(held("r" + i));
    }
    assertThat(harness.core.snapshot().rereads()).isZero();
    List<String> order = BacklogSamples.serveAll(harness);

    assertThat(order)
        .containsExactlyElementsOf(IntStream.range(0, 2_000).mapToObj(i -> "r" + i).toList());
    assertThat(harness.core.snapshot().rereads()).isPositive();
    assertThat(harness.started()).as("one marker for each").hasSize(2_000);
  }
}
