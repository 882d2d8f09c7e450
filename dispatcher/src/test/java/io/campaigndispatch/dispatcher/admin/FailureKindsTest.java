package io.campaigndispatch.dispatcher.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.dispatcher.admin.WorkerStatus.OfFailure;
import io.campaigndispatch.dispatcher.core.CoreEvent;
import io.campaigndispatch.dispatcher.core.Samples;
import io.campaigndispatch.dispatcher.core.Write;
import io.campaigndispatch.dispatcher.index.Position;
import io.campaigndispatch.model.outcome.Failure;
import io.campaigndispatch.model.outcome.FailureCategory;
import io.campaigndispatch.model.outcome.Outcome;
import io.campaigndispatch.model.outcome.Source;
import io.campaigndispatch.model.outcome.Status;
import io.campaigndispatch.model.outcome.Timings;
import io.campaigndispatch.model.outcome.VendorIds;
import io.campaigndispatch.model.send.PhoneNumber;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** What is remembered of failures, and how much. */
class FailureKindsTest {

  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
  private static final String WAMID = "wamid.HBgNNTIxNTU1NTEyMzQ1Njc4FQIAERgS";

  private final FailureKinds kinds = new FailureKinds(id -> id.startsWith("w"));
  private int offset;

  @Test
  void failuresAlike_areOneKind_withTheLastOfThem() {
    see("w1", Status.FAILED, "131026");
    see("w1", Status.FAILED, "131026");
    see("w1", Status.FAILED, "131026");

    assertThat(kinds.recent()).hasSize(1);
    OfFailure only = kinds.recent().getFirst();
    assertThat(only.count()).isEqualTo(3);
    assertThat(only.since()).isEqualTo(NOON.plusSeconds(1));
    assertThat(only.lastAt()).isEqualTo(NOON.plusSeconds(3));
    assertThat(only.requestId()).isEqualTo("r3");
  }

  @Test
  void recipient_isMasked_andVendorsIdsAreLeftOut() {
    see("w1", Status.UNCERTAIN, "TIMEOUT");

    String json = JsonMapper.shared().writeValueAsString(kinds.recent());
    assertThat(json).contains("+52********5678").doesNotContain("5215551234").doesNotContain(WAMID);
  }

  @Test
  void otherWorkspaceStatusOrCode_isAnotherKind_theLastComesLast() {
    see("w1", Status.FAILED, "A");
    see("w2", Status.FAILED, "A");
    see("w1", Status.RETRYING, "A");
    see("w1", Status.FAILED, "B");
    see("w1", Status.FAILED, "A");

    assertThat(kinds.recent())
        .extracting(kind -> kind.workspaceId() + kind.status() + kind.code())
        .containsExactly("w2FAILEDA", "w1RETRYINGA", "w1FAILEDB", "w1FAILEDA");
  }

  @Test
  void whatDidNotFail_isNoKind() {
    see("w1", Status.ACCEPTED, "X");
    see("w1", Status.CANCELLED, "X");
    see("w1", Status.SCHEDULED, "X");

    assertThat(kinds.recent()).isEmpty();
  }

  @Test
  void workspaceWithManyKinds_displacesItsOwn_andNobodyElses() {
    see("w2", Status.FAILED, "FIRST");
    for (int i = 0; i < 1_000; i++) {
      see("w1", Status.FAILED, "code-" + i);
    }

    assertThat(kinds.recent()).hasSize(6);
    assertThat(kinds.recent().getFirst().code()).isEqualTo("FIRST");
    assertThat(kinds.recent().getLast().code()).isEqualTo("code-999");
  }

  @Test
  void manyWorkspaces_leaveTheKindsSeenLast() {
    for (int i = 0; i < 1_000; i++) {
      see("w" + i, Status.FAILED, "X");
    }

    assertThat(kinds.recent()).hasSize(128);
    assertThat(kinds.recent().getFirst().workspaceId()).isEqualTo("w872");
  }

  @Test
  void idsThatNobodyConfigured_shareAName() {
    for (int i = 0; i < 1_000; i++) {
      see("invented-" + i, Status.FAILED, "UNKNOWN_WORKSPACE");
    }

    assertThat(kinds.recent()).hasSize(1);
    assertThat(kinds.recent().getFirst().workspaceId()).isEqualTo("other");
    assertThat(kinds.recent().getFirst().count()).isEqualTo(1_000);
  }

  @Test
  void longTexts_areCut() {
    see("w1", Status.FAILED, "x".repeat(10_000));

    assertThat(kinds.recent().getFirst().code()).hasSize(200).endsWith("…");
  }

  private void see(String workspaceId, Status status, String code) {
    offset++;
    Outcome outcome = outcome(workspaceId, status, failure(status, code));
    Position position = Position.whole(0, offset);
    var raw = Samples.raw(0, offset, workspaceId);
    Write write =
        status == Status.RETRYING
            ? new Write.Retrying(position, raw, outcome, 99)
            : new Write.Final(position, raw, outcome, false);
    kinds.see(new CoreEvent.Written(List.of(write), Map.of()));
  }

  private static @Nullable Failure failure(Status status, String code) {
    return status == Status.ACCEPTED
        ? null
        : Failure.of(FailureCategory.REQUEST, code, "it is not as it should be");
  }

  private Outcome outcome(String workspaceId, Status status, @Nullable Failure failure) {
    return new Outcome(
        "r" + offset,
        workspaceId,
        "sale",
        new PhoneNumber("+5215551234" + "5678"),
        status,
        1,
        0,
        NOON.plusSeconds(offset),
        "v1",
        new VendorIds(WAMID, null, null, WAMID),
        failure,
        null,
        Timings.NONE,
        new Source(Samples.TOPIC, 0, offset),
        Map.of());
  }
}
