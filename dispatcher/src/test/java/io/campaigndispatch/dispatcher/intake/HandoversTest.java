package io.campaigndispatch.dispatcher.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.dispatcher.core.CoreEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class HandoversTest {
  private static final Duration LONG = Duration.ofMinutes(10);

  private final Core core = new Core();
  private final Handovers handovers = new Handovers(core);

  /** A core that lets go of partitions when it is told what it waits for. */
  private final class Core implements Reader.CoreInput {
    final List<CoreEvent> events = new ArrayList<>();
    Class<? extends CoreEvent> releasesAt = CoreEvent.PartitionRevoked.class;

    @Override
    public void post(CoreEvent event) {
      events.add(event);
      if (releasesAt.isInstance(event)) {
        handovers.released(1);
      }
    }

    @Override
    public void postRecords(CoreEvent.RecordsRead records) {
      throw new AssertionError("nothing is read");
    }

    @Override
    public void postRecords(CoreEvent.ReadAgain records) {
      throw new AssertionError("nothing is read");
    }

    @Override
    public void failed(Throwable cause) {
      throw new AssertionError(cause);
    }
  }

  @Test
  void released_inTime_endsTheWaiting() {
    handovers.begin(1, 7);
    handovers.await(LONG, () -> LONG);

    assertThat(core.events).containsExactly(new CoreEvent.PartitionRevoked(1, 7));
  }

  @Test
  void calls_thatTakeTooLong_areAbandonedAndTheLastWritesAwaited() {
    core.releasesAt = CoreEvent.PartitionAbandoned.class;
    handovers.begin(1, 7);
    handovers.await(Duration.ZERO, () -> LONG);

    assertThat(core.events)
        .containsExactly(
            new CoreEvent.PartitionRevoked(1, 7), new CoreEvent.PartitionAbandoned(1, 7));
  }

  @Test
  void partition_neverReleased_isLostAndOthersAreNot() {
    handovers.begin(1, 7);
    handovers.begin(2, 8);
    handovers.await(Duration.ZERO, () -> Duration.ZERO);

    assertThat(core.events)
        .containsExactly(
            new CoreEvent.PartitionRevoked(1, 7),
            new CoreEvent.PartitionRevoked(2, 8),
            new CoreEvent.PartitionAbandoned(2, 8),
            new CoreEvent.PartitionLost(2, 8));
  }

  @Test
  void timeForLastWrites_isAskedOnlyWhenCallsAreOver() {
    core.releasesAt = CoreEvent.PartitionLost.class;
    handovers.begin(1, 7);
    handovers.await(
        Duration.ZERO,
        () -> {
          assertThat(core.events).contains(new CoreEvent.PartitionAbandoned(1, 7));
          return Duration.ZERO;
        });

    assertThat(core.events).last().isEqualTo(new CoreEvent.PartitionLost(1, 7));
  }

  @Test
  void partitionGivenUpBefore_isNotWaitedForAgain() {
    handovers.begin(2, 8);
    handovers.await(Duration.ZERO, () -> Duration.ZERO);
    core.events.clear();
    handovers.await(Duration.ZERO, () -> Duration.ZERO);

    assertThat(core.events).isEmpty();
  }
}
