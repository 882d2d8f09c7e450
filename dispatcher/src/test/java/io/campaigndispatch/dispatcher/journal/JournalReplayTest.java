package io.campaigndispatch.dispatcher.journal;

import static io.campaigndispatch.dispatcher.core.RequestSample.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.dispatcher.core.Samples;
import io.campaigndispatch.dispatcher.core.Write;
import io.campaigndispatch.dispatcher.flow.Pending;
import io.campaigndispatch.dispatcher.index.OpenOffsets;
import io.campaigndispatch.dispatcher.index.Position;
import io.campaigndispatch.dispatcher.index.Recovered;
import io.campaigndispatch.model.outcome.FailureCategory;
import io.campaigndispatch.model.outcome.Outcome;
import io.campaigndispatch.model.outcome.Status;
import io.campaigndispatch.model.outcome.Timings;
import io.campaigndispatch.model.outcome.VendorIds;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JournalReplayTest {

  private static final Position POSITION = Position.whole(0, 12);

  private final Pending pending = Samples.pending(12, request("acme", "r1"));

  private Outcome outcome(Status status, int attempt) {
    return new Outcome(
        "r1",
        "acme",
        null,
        null,
        status,
        attempt,
        0,
        Instant.EPOCH,
        null,
        VendorIds.NONE,
        null,
        null,
        Timings.NONE,
        pending.source(),
        Map.of());
  }

  private static Recovered replay(Write write) {
    Recovered recovered = new Recovered(new OpenOffsets.Resume(0, 0));
    JournalReplay.apply(List.of(JournalReplay.entryOf(write)), recovered);
    return recovered;
  }

  @Test
  void finalOutcome_isDone() {
    Write write = new Write.Final(POSITION, pending.raw(), outcome(Status.ACCEPTED, 1), false);

    assertThat(replay(write).isDone(POSITION)).isTrue();
  }

  @Test
  void movedRecord_isDoneHere() {
    Write write = new Write.Moved(POSITION, pending.raw(), "r1", "acme", 4, pending.source());

    assertThat(replay(write).isDone(POSITION)).isTrue();
  }

  @Test
  void unreadableRecord_isDone() {
    Write write =
        new Write.Unreadable(
            POSITION, pending.raw(), pending.source(), 0, Samples.failure(FailureCategory.REQUEST));

    assertThat(replay(write).isDone(POSITION)).isTrue();
  }

  @Test
  void failedAttempt_keepsItsCountAndWhenTheNextIsDue() {
    Write write = new Write.Retrying(POSITION, pending.raw(), outcome(Status.RETRYING, 3), 777);

    Recovered recovered = replay(write);
    assertThat(recovered.isDone(POSITION)).isFalse();
    assertThat(recovered.attempted(POSITION)).isEqualTo(new Recovered.Attempted(3, 777));
  }
}
