package io.campaigndispatch.dispatcher.core;

import static io.campaigndispatch.dispatcher.core.RequestSample.request;
import static io.campaigndispatch.dispatcher.core.WorkspaceSample.workspace;
import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.dispatcher.index.OpenOffsets;
import io.campaigndispatch.dispatcher.index.Position;
import io.campaigndispatch.dispatcher.index.RawRecord;
import io.campaigndispatch.dispatcher.index.RecentIds;
import io.campaigndispatch.dispatcher.index.Recovered;
import io.campaigndispatch.model.outcome.Failure;
import io.campaigndispatch.model.outcome.FailureCategory;
import io.campaigndispatch.model.outcome.FailureCode;
import io.campaigndispatch.model.outcome.Outcome;
import io.campaigndispatch.model.outcome.Source;
import io.campaigndispatch.model.outcome.Status;
import io.campaigndispatch.model.send.OnUncertain;
import io.campaigndispatch.model.send.Priority;
import io.campaigndispatch.model.send.Schedule;
import io.campaigndispatch.model.wire.Decoded;
import io.campaigndispatch.model.wire.DispatchHeaders;
import io.campaigndispatch.model.wire.RequestDecoder;
import io.campaigndispatch.model.wire.RequestEncoder;
import io.campaigndispatch.model.wire.WorkspaceFacts;
import io.campaigndispatch.model.workspace.Directory;
import io.campaigndispatch.model.workspace.Workspace;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AdmissionTest {

  private static final int PARTITIONS = 4;
  private static final Now NOW = Samples.at(1_000);
  private static final Failure BROKEN =
      Failure.of(FailureCategory.REQUEST, FailureCode.INVALID, "breaks a rule");

  private final Homes homes = new Homes(PARTITIONS);
  private final int home = homes.of("acme");
  private final Admission admission =
      new Admission(
          Samples.directory(workspace("acme").expiresAfter(Duration.ofHours(1)).build()),
          homes,
          Samples.noHolds());
  private final Recovered recovered = new Recovered(new OpenOffsets.Resume(0, 0));
  private final RecentIds ids = Samples.ids(1_000);

  private static Decoded valid(String id) {
    return new Decoded.Valid(request("acme", id).build(), 0);
  }

  private static Decoded valid(RequestSample sample) {
    return new Decoded.Valid(sample.build(), 0);
  }

  private RawRecord raw(long offset) {
    return Samples.raw(home, offset, "acme");
  }

  private RawRecord raw(int partition, String key, String header, String... values) {
    RecordHeaders headers = new RecordHeaders();
    for (String value : values) {
      headers.add(header, value.getBytes(StandardCharsets.UTF_8));
    }
    return Samples.raw(partition, 5, key, Samples.BEGINNING_MILLIS, headers);
  }

  private Admission.Known known() {
    return new Admission.Known() {
      @Override
      public boolean isDone(Position position) {
        return recovered.isDone(position);
      }

      @Override
      public Recovered.@Nullable Attempted attempted(Position position) {
        return recovered.attempted(position);
      }

      @Override
      public Recovered.@Nullable Started started(Position position) {
        return recovered.started(position);
      }
    };
  }

  private List<Admission.Admitted> admit(RawRecord raw, Decoded decoded) {
    return admission.admit(raw, decoded, known(), ids, NOW);
  }

  private Admission.Admitted.Queued queued(RawRecord raw, Decoded decoded) {
    assertThat(admit(raw, decoded))
        .hasSize(1)
        .first()
        .isInstanceOf(Admission.Admitted.Queued.class);
    return (Admission.Admitted.Queued)
        admission.admit(raw, decoded, known(), Samples.ids(1), NOW).getFirst();
  }

  private Write.OfRequest closed(RawRecord raw, Decoded decoded) {
    List<Admission.Admitted> admitted = admit(raw, decoded);
    assertThat(admitted).hasSize(1);
    return write(admitted.getFirst());
  }

  private static Write.OfRequest write(Admission.Admitted admitted) {
    assertThat(admitted).isInstanceOf(Admission.Admitted.Closed.class);
    return ((Admission.Admitted.Closed) admitted).write();
  }

  private static Outcome outcome(Write write) {
    assertThat(write).isInstanceOf(Write.Final.class);
    return ((Write.Final) write).outcome();
  }

  private static boolean isDeadLetter(Write write) {
    return write instanceof Write.Final(_, _, _, boolean deadLetter) && deadLetter;
  }

  private static String code(Outcome outcome) {
    Failure failure = outcome.failure();
    return failure == null ? "none" : failure.code();
  }

  @Test
  void requestsOfAWorkspace_shareItsId() {
    Directory directory = Samples.directory(workspace("acme").build());
    Workspace acme = directory.workspace("acme");
    Decoded decoded =
        new RequestDecoder(WorkspaceFacts.of(() -> directory))
            .decode(
                null,
                RequestEncoder.encode(request("acme", "r").build()),
                new RecordHeaders(),
                Instant.EPOCH);
    assertThat(decoded)
        .isInstanceOfSatisfying(
            Decoded.Valid.class,
            valid -> {
              assertThat(acme).isNotNull();
              assertThat(valid.request().workspaceId()).isSameAs(acme.id());
            });
  }

  @Test
  void validRequestAtHome_waits() {
    Admission.Admitted.Queued queued = queued(raw(7), valid("r1"));

    assertThat(queued.pending().position()).isEqualTo(Position.whole(home, 7));
    assertThat(queued.pending().source()).isEqualTo(new Source(Samples.TOPIC, home, 7));
    assertThat(queued.before()).isNull();
  }

  @Test
  void expiry_isTheWorkspacesFromTheRecordsTimestamp_unlessTheRequestNamesOne() {
    assertThat(queued(raw(7), valid("r1")).pending().expiresAt())
        .isEqualTo(Instant.ofEpochMilli(Samples.BEGINNING_MILLIS).plusSeconds(3_600));

    Instant named = Instant.parse("2030-01-01T00:00:00Z");
    Decoded decoded = new Decoded.Valid(request("acme", "r2").expiresAt(named).build(), 0);
    assertThat(queued(raw(8), decoded).pending().expiresAt()).isEqualTo(named);
  }

  @Test
  void repeatedId_isADuplicate_withoutADeadLetter() {
    admit(raw(7), valid("r1"));

    Write write = closed(raw(8), valid("r1"));
    assertThat(outcome(write).status()).isEqualTo(Status.DUPLICATE);
    assertThat(outcome(write).attempt()).isZero();
    assertThat(isDeadLetter(write)).isFalse();
  }

  @Test
  void replay_bypassesTheWindow_andTakesNoId() {
    admit(raw(4), valid("r1"));
    RawRecord again = raw(home, "acme", DispatchHeaders.REPLAY, "2");

    assertThat(queued(again, valid("r1")).pending().replay()).isEqualTo(2);
    admit(again, valid("r9"));
    queued(raw(9), valid("r9"));
  }

  @Test
  void unknownWorkspace_failsWithADeadLetter() {
    RawRecord raw = Samples.raw(homes.of("nobody"), 5, "nobody");
    Write write = closed(raw, new Decoded.Valid(request("nobody", "r1").build(), 0));

    assertThat(outcome(write).status()).isEqualTo(Status.FAILED);
    assertThat(code(outcome(write))).isEqualTo(FailureCode.UNKNOWN_WORKSPACE);
    assertThat(isDeadLetter(write)).isTrue();
  }

  @Test
  void schedule_parksUntilItIsDue() {
    Schedule tomorrow = new Schedule.Delay(Duration.ofDays(1));
    RawRecord raw = raw(7);
    Write write =
        closed(raw, new Decoded.Valid(request("acme", "r1").schedule(tomorrow).build(), 0));

    assertThat(write).isInstanceOf(Write.Parked.class);
    Write.Parked parked = (Write.Parked) write;
    long due = raw.timestamp() + Duration.ofDays(1).toMillis();
    assertThat(parked.parking().dueMillis()).isEqualTo(due);
    assertThat(parked.parking().enteredMillis()).isEqualTo(raw.timestamp());
    assertThat(parked.outcome().status()).isEqualTo(Status.SCHEDULED);
    assertThat(parked.outcome().nextAttemptAt()).isEqualTo(Instant.ofEpochMilli(due));
  }

  @Test
  void invalidRecordWithIds_failsWithADeadLetter() {
    Write write = closed(raw(7), new Decoded.Invalid("r1", "acme", "sale", null, Map.of(), BROKEN));

    assertThat(outcome(write).status()).isEqualTo(Status.FAILED);
    assertThat(outcome(write).campaignId()).isEqualTo("sale");
    assertThat(outcome(write).failure()).isEqualTo(BROKEN);
    assertThat(isDeadLetter(write)).isTrue();
  }

  @Test
  void invalidRecordThatRepeatsAnId_isADuplicate() {
    admit(raw(6), valid("r1"));
    Write write = closed(raw(7), new Decoded.Invalid("r1", "acme", null, null, Map.of(), BROKEN));

    assertThat(outcome(write).status()).isEqualTo(Status.DUPLICATE);
    assertThat(outcome(write).failure()).isNull();
    assertThat(isDeadLetter(write)).isFalse();
  }

  @Test
  void invalidRecordWithoutIds_isADeadLetterOnly() {
    assertThat(closed(raw(7), new Decoded.Invalid(null, "acme", null, null, Map.of(), BROKEN)))
        .isInstanceOf(Write.Unreadable.class);
    assertThat(closed(raw(8), new Decoded.Invalid("r1", null, null, null, Map.of(), BROKEN)))
        .isInstanceOf(Write.Unreadable.class);
  }

  // Moves

  @Test
  void recordInAnotherPartition_isMovedHome() {
    int away = (home + 1) % PARTITIONS;
    RawRecord raw = Samples.raw(away, 5, "acme");

    assertThat(closed(raw, valid("r1")))
        .isEqualTo(
            new Write.Moved(
                Position.whole(away, 5),
                raw,
                "r1",
                "acme",
                home,
                new Source(Samples.TOPIC, away, 5)));
  }

  @Test
  void recordWithAnotherKeyOrNone_isMoved_evenFromItsHome() {
    assertThat(closed(Samples.raw(home, 5, "other"), valid("r1"))).isInstanceOf(Write.Moved.class);
    RawRecord keyless =
        new RawRecord(Samples.TOPIC, home, 6, 0, null, new byte[0], new RecordHeaders());
    assertThat(closed(keyless, valid("r2"))).isInstanceOf(Write.Moved.class);
  }

  @Test
  void invalidRecordAwayFromHome_isMoved_soThatItsIdIsTakenWithTheOthers() {
    Decoded invalid = new Decoded.Invalid("r1", "acme", null, null, Map.of(), BROKEN);

    assertThat(closed(Samples.raw(home, 5, "other"), invalid)).isInstanceOf(Write.Moved.class);
    queued(raw(6), valid("r1"));
  }

  @Test
  void recordTooLargeAwayFromHome_isClosedWhereItLies() {
    Failure tooLarge = Failure.of(FailureCategory.REQUEST, FailureCode.TOO_LARGE, "too large");
    Decoded invalid = new Decoded.Invalid("r1", "acme", null, null, Map.of(), tooLarge);

    assertThat(code(outcome(closed(Samples.raw(home, 5, "other"), invalid))))
        .isEqualTo(FailureCode.TOO_LARGE);
  }

  @Test
  void movedRecord_takesNoIdWhereItWas() {
    admit(Samples.raw(home, 5, "other"), valid("r1"));

    queued(raw(6), valid("r1"));
  }

  @Test
  void recordMovedHome_keepsItsFirstSource() {
    RecordHeaders headers = new RecordHeaders();
    headers.add(
        DispatchHeaders.MOVED_FROM, "dispatch.requests-2@17".getBytes(StandardCharsets.UTF_8));
    headers.add(DispatchHeaders.SOURCE, "dispatch.requests-2@17".getBytes(StandardCharsets.UTF_8));
    RawRecord raw = Samples.raw(home, 5, "acme", Samples.BEGINNING_MILLIS, headers);

    assertThat(queued(raw, valid("r1")).pending().source())
        .isEqualTo(new Source("dispatch.requests", 2, 17));
  }

  @Test
  void sourceOnAFirstEntry_saysNothing() {
    RawRecord raw = raw(home, "acme", DispatchHeaders.SOURCE, "dispatch.requests-2@17");

    assertThat(queued(raw, valid("r1")).pending().source())
        .isEqualTo(new Source(Samples.TOPIC, home, 5));
  }

  @Test
  void thirdMoveIsMade_fourthIsADeadLetter() {
    RawRecord twice = raw(home, "other", DispatchHeaders.MOVED_FROM, "a-0@1", "a-0@2");
    RawRecord thrice = raw(home, "other", DispatchHeaders.MOVED_FROM, "a-0@1", "a-0@2", "a-0@3");

    assertThat(closed(twice, valid("r1"))).isInstanceOf(Write.Moved.class);
    Write write = closed(thrice, valid("r1"));
    assertThat(code(outcome(write))).isEqualTo(FailureCode.MOVES);
    assertThat(isDeadLetter(write)).isTrue();
  }

  // Take-over

  @Test
  void recordThatIsDone_isLeftOut_butItsIdStaysTaken() {
    recovered.done(Position.whole(home, 7));

    assertThat(admit(raw(7), valid("r1"))).isEmpty();
    assertThat(outcome(closed(raw(8), valid("r1"))).status()).isEqualTo(Status.DUPLICATE);
  }

  @Test
  void earlierAttempts_count() {
    recovered.retry(Position.whole(home, 7), new Recovered.Attempted(2, 99));

    Admission.Admitted.Queued queued = queued(raw(7), valid("r1"));
    assertThat(queued.pending().attempts()).isEqualTo(2);
    assertThat(queued.before()).isEqualTo(new Recovered.Attempted(2, 99));
  }

  @Test
  void startedUnderAnEarlierOwner_endsUncertain_withWhatIsKnownOfIt() {
    recovered.retry(Position.whole(home, 7), new Recovered.Attempted(1, 99));
    recovered.started(Position.whole(home, 7), new Recovered.Started(2, 0));

    Write.OfRequest write =
        closed(raw(7), valid(request("acme", "r1").onUncertain(OnUncertain.HOLD)));
    assertThat(outcome(write).status()).isEqualTo(Status.UNCERTAIN);
    assertThat(outcome(write).attempt()).isEqualTo(2);
    assertThat(outcome(write).vendor()).isEqualTo("v1");
    assertThat(outcome(write).failure())
        .isEqualTo(
            Failure.of(
                FailureCategory.UNCERTAIN,
                FailureCode.RESET,
                "template t, attempt 2, started at 1970-01-01T00:00:00Z: the worker ended while the"
                    + " call was under way or about to be made"));
    assertThat(isDeadLetter(write)).isTrue();
  }

  @Test
  void startedOfAWorkspaceThatIsConfiguredNoLonger_endsUncertainAllTheSame() {
    recovered.started(Position.whole(home, 7), new Recovered.Started(1, 0));
    Admission without =
        new Admission(Samples.directory(), new Homes(PARTITIONS), Samples.noHolds());

    Write.OfRequest write =
        write(
            without
                .admit(
                    raw(7), valid(request("acme", "r1").priority(Priority.BULK)), known(), ids, NOW)
                .getFirst());
    assertThat(outcome(write).status()).isEqualTo(Status.UNCERTAIN);
    assertThat(outcome(write).vendor()).isNull();
  }

  @Test
  void startedThatMayBeSentAgainByNow_goesAgain_withinItsAttempts() {
    recovered.started(Position.whole(home, 7), new Recovered.Started(1, 0));
    recovered.started(Position.whole(home, 8), new Recovered.Started(6, 0));

    Admission.Admitted.Queued queued =
        queued(raw(7), valid(request("acme", "r1").onUncertain(OnUncertain.RESEND)));
    assertThat(queued.pending().attempts()).isEqualTo(1);
    assertThat(
            outcome(closed(raw(8), valid(request("acme", "r2").onUncertain(OnUncertain.RESEND))))
                .status())
        .isEqualTo(Status.UNCERTAIN);
  }

  @Test
  void recordReadForItsIdOnly_takesIt() {
    admission.remember(raw(3), valid("r1"), ids);

    assertThat(outcome(closed(raw(8), valid("r1"))).status()).isEqualTo(Status.DUPLICATE);
  }

  @Test
  void replayedOrAwayRecordReadForItsId_takesNone() {
    admission.remember(raw(home, "acme", DispatchHeaders.REPLAY, "1"), valid("r1"), ids);
    admission.remember(Samples.raw(home, 5, "other"), valid("r1"), ids);

    queued(raw(8), valid("r1"));
  }

  // Several recipients

  private static Decoded twoOf(String id) {
    return new Decoded.FannedOut(
        id,
        List.of(
            (Decoded.Entry) valid(id + ":0"),
            new Decoded.Invalid(id + ":1", "acme", null, null, Map.of(), BROKEN),
            (Decoded.Entry) valid(id + ":2")));
  }

  @Test
  void severalRecipients_becomeRequestsOfTheirOwn() {
    List<Admission.Admitted> admitted = admit(raw(7), twoOf("p"));

    assertThat(admitted).hasSize(3);
    assertThat(((Admission.Admitted.Queued) admitted.get(0)).pending().position())
        .isEqualTo(new Position(home, 7, 0));
    assertThat(write(admitted.get(1)).position()).isEqualTo(new Position(home, 7, 1));
    assertThat(((Admission.Admitted.Queued) admitted.get(2)).pending().position())
        .isEqualTo(new Position(home, 7, 2));
  }

  @Test
  void recipientsThatAreDone_areLeftOut_butTheirIdsStayTaken() {
    recovered.done(new Position(home, 7, 0));
    recovered.done(new Position(home, 7, 1));

    assertThat(admit(raw(7), twoOf("p"))).hasSize(1);
    assertThat(outcome(closed(raw(8), valid("p:0"))).status()).isEqualTo(Status.DUPLICATE);
  }

  @Test
  void replayedRecipientsThatAreDone_takeNoId() {
    recovered.done(new Position(home, 5, 0));
    admit(raw(home, "acme", DispatchHeaders.REPLAY, "1"), twoOf("p"));

    queued(raw(8), valid("p:0"));
  }

  @Test
  void severalRecipientsAway_moveTogether() {
    Write.OfRequest write = closed(Samples.raw(home, 7, "other"), twoOf("p"));

    assertThat(write).isInstanceOf(Write.Moved.class);
    assertThat(((Write.Moved) write).requestId()).isEqualTo("p");
    assertThat(write.position()).isEqualTo(Position.whole(home, 7));
  }
}
