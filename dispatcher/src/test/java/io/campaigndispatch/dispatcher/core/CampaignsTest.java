package io.campaigndispatch.dispatcher.core;

import static io.campaigndispatch.dispatcher.core.BacklogSamples.takeOver;
import static io.campaigndispatch.dispatcher.core.RequestSample.request;
import static io.campaigndispatch.dispatcher.core.WorkspaceSample.workspace;
import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.dispatcher.vendor.Verdict;
import io.campaigndispatch.model.outcome.FailureCategory;
import io.campaigndispatch.model.outcome.Status;
import io.campaigndispatch.model.send.OnUncertain;
import io.campaigndispatch.model.send.Priority;
import io.campaigndispatch.model.workspace.Bandwidth;
import io.campaigndispatch.model.workspace.CampaignState;
import io.campaigndispatch.model.workspace.Directory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CampaignsTest {

  private static final Directory ACME = Samples.directory(workspace("acme").build());

  /** Far slower than anything a test waits for. */
  private static final Directory CRAWLING =
      Samples.directory(
          workspace("acme").throttle(new Bandwidth(1, Duration.ofHours(1), 1)).build(),
          workspace("quick").build());

  private static CoreEvent campaign(CampaignState state) {
    return campaign(state, null);
  }

  private static CoreEvent campaign(CampaignState state, @Nullable Bandwidth rate) {
    return new CoreEvent.CampaignChanged("acme", "c", state, rate, 0);
  }

  private static CoreEvent ran(long order) {
    return new CoreEvent.CampaignChanged("acme", "c", CampaignState.RUNNING, null, order);
  }

  private static RequestSample ofCampaign(String id) {
    return request("acme", id).campaign("c").priority(Priority.BULK);
  }

  private static List<String> ids(String prefix, int count) {
    return IntStream.range(0, count).mapToObj(i -> prefix + i).toList();
  }

  @Test
  void paused_itsRequestsWait_othersGoOn_andOrderIsKeptWhenItRuns() {
    CoreHarness harness = CoreHarness.reading(ACME);
    harness.handle(campaign(CampaignState.PAUSED));
    for (String id : ids("r", 50)) {
      harness.read(ofCampaign(id));
    }
    harness.read(request("acme", "other").priority(Priority.BULK).onUncertain(OnUncertain.RESEND));
    assertThat(harness.inFlight()).containsExactly("other");
    assertThat(harness.core.snapshot().holds())
        .singleElement()
        .extracting(CoreSnapshot.Hold::name, CoreSnapshot.Hold::reason)
        .containsExactly("c", "OPERATOR");

    harness.acceptAll();
    harness.handle(campaign(CampaignState.RUNNING));
    harness.read(ofCampaign("later"));
    List<String> expected = new ArrayList<>(ids("r", 50));
    expected.add("later");
    assertThat(harness.sendFor(Duration.ofMillis(10), Duration.ofSeconds(1)))
        .containsExactlyElementsOf(expected);
    assertThat(harness.core.snapshot().openRequests()).isZero();
  }

  @Test
  void onlyAPausedCampaignWaits_thatIsTheReason() {
    CoreHarness harness = CoreHarness.reading(ACME);
    harness.handle(campaign(CampaignState.PAUSED));
    harness.read(ofCampaign("r"));
    assertThat(harness.core.snapshot().workspaces())
        .extractingByKey("acme")
        .extracting(CoreSnapshot.WorkspaceView::waitReason)
        .isEqualTo(WaitReason.CAMPAIGN_PAUSED);
  }

  @Test
  void cancelled_noFurtherCall_andEachRequestIsToldSo_whereverItWaits() {
    CoreHarness harness = new CoreHarness(CRAWLING, new CoreSettings(1, 1 << 20, 1_000, 100_000));
    harness.open(0);
    harness.read(request("acme", "urgent").priority(Priority.URGENT));
    harness.read(request("acme", "waits").priority(Priority.URGENT));
    for (String id : ids("r", 3_000)) {
      harness.read(ofCampaign(id));
    }
    harness.read(request("acme", "other").priority(Priority.BULK).onUncertain(OnUncertain.RESEND));
    assertThat(harness.inFlight()).containsExactly("urgent");

    harness.handle(campaign(CampaignState.CANCELLED));
    for (int turns = 0; turns < 30; turns++) {
      harness.commitWrites();
      harness.elapse(Duration.ofMillis(10));
    }
    harness.commitWrites();

    assertThat(harness.statuses()).hasSize(3_000).containsOnly(Status.CANCELLED);
    assertThat(harness.inFlight()).containsExactly("urgent");
    assertThat(harness.core.snapshot().openRequests()).isEqualTo(3);
    assertThat(harness.core.heldBytes()).isLessThan(1 << 20);
  }

  @Test
  void cancelled_whileItWasPaused_endsWhatHadSteppedAside() {
    CoreHarness harness = CoreHarness.reading(CRAWLING);
    harness.handle(campaign(CampaignState.PAUSED));
    for (String id : ids("r", 100)) {
      harness.read(ofCampaign(id));
    }
    harness.elapse(Duration.ofSeconds(1));
    harness.handle(campaign(CampaignState.CANCELLED));
    harness.elapse(Duration.ofSeconds(1));
    assertThat(harness.statuses()).hasSize(100).containsOnly(Status.CANCELLED);
  }

  @Test
  void cancelled_takesLaterRecordsAlong_untilItRuns() {
    CoreHarness harness = CoreHarness.reading(ACME);
    harness.handle(campaign(CampaignState.CANCELLED));
    harness.read(ofCampaign("r0"));
    assertThat(harness.statuses()).containsExactly(Status.CANCELLED);

    harness.handle(campaign(CampaignState.RUNNING));
    harness.read(ofCampaign("r1"));
    assertThat(harness.inFlight()).containsExactly("r1");
  }

  @Test
  void cancelled_whileACallIsUnderWay_itsAnswerCounts_butNoFurtherAttempt() {
    CoreHarness harness = CoreHarness.reading(ACME);
    harness.read(ofCampaign("r0"));
    harness.read(ofCampaign("r1"));
    List<Effect.Call> calls = harness.calls();
    harness.handle(campaign(CampaignState.CANCELLED));
    harness.reply(calls.get(0), CoreHarness.ACCEPTED);
    harness.reply(
        calls.get(1), new Verdict.Throttled(Samples.failure(FailureCategory.THROTTLED), null));
    harness.elapse(Duration.ofSeconds(11));
    assertThat(harness.statuses()).containsExactly(Status.ACCEPTED, Status.CANCELLED);
  }

  @Test
  void ownRate_isKept_andLeavesOthersAlone() {
    CoreHarness harness = CoreHarness.reading(ACME);
    harness.handle(campaign(CampaignState.RUNNING, new Bandwidth(10, Duration.ofSeconds(1), 2)));
    for (String id : ids("r", 200)) {
      harness.read(ofCampaign(id));
    }
    harness.read(request("acme", "other").priority(Priority.BULK).onUncertain(OnUncertain.RESEND));
    assertThat(harness.inFlight()).containsExactly("other");
    harness.acceptAll();

    List<String> sent = harness.sendFor(Duration.ofMillis(10), Duration.ofSeconds(5));
    assertThat(sent).hasSizeBetween(47, 52);
    assertThat(sent).containsExactlyElementsOf(ids("r", 200).subList(0, sent.size()));

    harness.handle(campaign(CampaignState.RUNNING));
    assertThat(harness.sendFor(Duration.ofMillis(10), Duration.ofSeconds(1)))
        .hasSize(200 - sent.size());
  }

  private static CoreHarness pausing() {
    return new CoreHarness(
        ACME,
        new CoreSettings(
            1,
            64 << 20,
            200_000,
            10_000,
            new HoldSettings(1_000, Duration.ofMinutes(5), Duration.ofHours(1)),
            new CampaignSettings(0.5, 10)));
  }

  /** Six of ten fail. */
  private static CoreHarness paused() {
    CoreHarness harness = pausing();
    harness.handle(ran(0));
    harness.open(0);
    for (int i = 0; i < 10; i++) {
      harness.read(ofCampaign("r" + i));
      harness.reply(
          harness.onlyCall(),
          i < 4
              ? CoreHarness.ACCEPTED
              : new Verdict.Rejected(Samples.failure(FailureCategory.RECIPIENT)));
      harness.commitWrites();
    }
    harness.read(ofCampaign("next"));
    return harness;
  }

  @Test
  void failsTooOften_pausesItself_untilItRuns() {
    CoreHarness harness = paused();
    assertThat(harness.inFlight()).isEmpty();
    assertThat(harness.core.snapshot().holds())
        .singleElement()
        .extracting(CoreSnapshot.Hold::reason)
        .isEqualTo("FAILURE_RATE");

    harness.handle(campaign(CampaignState.RUNNING));
    assertThat(harness.inFlight()).containsExactly("next");
  }

  @Test
  void pausedByItself_staysSo_whenItsWorkspaceGoesOn() {
    CoreHarness harness = paused();
    harness.handle(new CoreEvent.WorkspacePaused("acme", false, Instant.EPOCH));
    assertThat(harness.inFlight()).isEmpty();
  }

  @Test
  void pausedByItself_isTakenOver_evenRightAfterwards_untilItRuns() {
    CoreHarness harness = paused();
    harness.elapse(Duration.ofSeconds(1));
    harness.lose(0);

    CoreHarness next = pausing();
    next.handle(ran(0));
    takeOver(next, harness);
    next.read(ofCampaign("later"));
    next.elapse(Duration.ofMinutes(10));
    assertThat(next.inFlight()).isEmpty();
    assertThat(next.core.snapshot().holds())
        .singleElement()
        .extracting(CoreSnapshot.Hold::reason)
        .isEqualTo("FAILURE_RATE");

    next.handle(ran(1));
    assertThat(next.inFlight()).contains("later");
  }

  @Test
  void pausedByItself_butRunSinceThen_isNotPausedByAnOlderSnapshot() {
    CoreHarness harness = paused();
    harness.elapse(Duration.ofSeconds(1));
    harness.lose(0);

    CoreHarness next = pausing();
    next.handle(ran(1));
    takeOver(next, harness);
    next.read(ofCampaign("later"));
    assertThat(next.core.snapshot().holds()).isEmpty();
    assertThat(next.inFlight()).contains("later");
  }

  @Test
  void ownRate_beginsWithNothingInHand_whereItsWorkspaceIsTakenOver() {
    CoreHarness next = new CoreHarness(ACME);
    next.handle(campaign(CampaignState.RUNNING, new Bandwidth(1, Duration.ofSeconds(1), 5)));
    next.elapse(Duration.ofMinutes(1));
    next.open(0);
    for (String id : ids("r", 10)) {
      next.read(ofCampaign(id));
    }
    assertThat(next.inFlight()).isEmpty();
    assertThat(next.sendFor(Duration.ofMillis(100), Duration.ofSeconds(3))).hasSizeBetween(2, 3);
  }

  @Test
  void tallies_countWhatBecameOfIt_andAreBounded() {
    CoreHarness harness = CoreHarness.reading(ACME);
    for (int i = 0; i < 2_100; i++) {
      harness.read(request("acme", "x" + i).campaign("x" + i));
      harness.acceptAll();
      harness.commitWrites();
    }
    harness.read(ofCampaign("r0"));
    harness.read(ofCampaign("r0"));
    harness.read(ofCampaign("r1").expiresAt(Instant.EPOCH));
    harness.read(ofCampaign("r2"));
    harness.reply(harness.calls().getFirst(), CoreHarness.ACCEPTED);
    harness.commitWrites();

    List<CampaignTally> tallies = harness.core.snapshot().campaigns();
    assertThat(tallies).hasSize(2_000);
    CampaignTally tally = tallies.getLast();
    assertThat(tally.read()).isEqualTo(4);
    assertThat(tally.open()).isEqualTo(1);
    assertThat(tally.closed(Status.ACCEPTED)).isEqualTo(1);
    assertThat(tally.closed(Status.DUPLICATE)).isEqualTo(1);
    assertThat(tally.closed(Status.EXPIRED)).isEqualTo(1);
  }

  @Test
  void deepInABacklog_whatExpires_endsWithinTenMinutes() {
    CoreHarness harness = new CoreHarness(CRAWLING, new CoreSettings(1, 1 << 20, 1_000, 100_000));
    harness.open(0);
    Instant soon = Instant.ofEpochMilli(Samples.BEGINNING_MILLIS).plusSeconds(300);
    for (String id : ids("r", 2_000)) {
      harness.read(request("acme", id));
    }
    for (String id : ids("e", 1_000)) {
      harness.read(request("acme", id).expiresAt(soon));
    }
    assertThat(harness.core.heldBytes()).isLessThan(3L << 20);
    harness.elapse(Duration.ofSeconds(299));
    assertThat(harness.outcomes()).isEmpty();

    harness.elapse(Duration.ofMinutes(10));
    assertThat(harness.statuses().stream().filter(Status.EXPIRED::equals)).hasSize(1_000);
    harness.commitWrites();
    assertThat(harness.core.snapshot().openRequests()).isEqualTo(2_000);
  }

  @Test
  void somethingExpired_besideWhatIsInMemory_theLogIsNotReadForItAgainAndAgain() {
    CoreHarness harness = new CoreHarness(CRAWLING, new CoreSettings(1, 1 << 20, 1_000, 100_000));
    harness.open(0);
    Instant soon = Instant.ofEpochMilli(Samples.BEGINNING_MILLIS).plusSeconds(300);
    for (String id : ids("r", 2_000)) {
      harness.read(request("acme", id));
    }
    harness.read(request("acme", "e").expiresAt(soon));
    harness.elapse(Duration.ofMinutes(10));
    harness.commitWrites();
    assertThat(harness.statuses()).contains(Status.EXPIRED);
    long reread = harness.core.snapshot().rereads();

    harness.elapse(Duration.ofMinutes(20));
    assertThat(harness.core.snapshot().rereads() - reread).isLessThan(1_000);
  }

  @Test
  void expiryOfWhatWasTakenOver_isKnown() {
    CoreHarness harness = CoreHarness.reading(CRAWLING);
    harness.handle(new CoreEvent.WorkspacePaused("acme", true, Instant.EPOCH));
    Instant soon = Instant.ofEpochMilli(Samples.BEGINNING_MILLIS).plusSeconds(300);
    harness.read(request("acme", "e").expiresAt(soon));
    for (String id : ids("r", 100)) {
      harness.read(request("acme", id).expiresAt(soon));
    }
    harness.revoke(0);
    CoreHarness next = new CoreHarness(CRAWLING);
    next.handle(new CoreEvent.WorkspacePaused("acme", true, Instant.EPOCH));
    takeOver(next, harness);
    next.elapse(Duration.ofMinutes(15));
    assertThat(next.statuses()).hasSize(101).containsOnly(Status.EXPIRED);
  }
}
