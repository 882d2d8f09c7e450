package io.campaigndispatch.dispatcher.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DueTimesTest {

  private static final long HOUR = Duration.ofHours(1).toMillis();
  private static final long NOW = 1_000 * HOUR + 1_234;

  private final DueTimes times = new DueTimes();

  @Test
  void offset_isNeverDueEarly_andAtMostHalfASecondLate() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 1_000; i++) {
      long due = NOW + random.nextInt(600_000);
      times.add(i, due, NOW);
      long late = 0;
      while (times.due(due + late, 1).isEmpty()) {
        late++;
      }
      assertThat(late).isLessThan(500);
      assertThat(times.isEmpty()).isTrue();
    }
  }

  @Test
  void dueOffsets_comeByTime_thenByOffset() {
    times.add(7, NOW + 2_000, NOW);
    times.add(3, NOW + 5_000, NOW);
    times.add(2, NOW + 2_000, NOW);

    assertThat(times.due(NOW + 10_000, 2)).containsExactly(2L, 7L);
    assertThat(times.due(NOW + 10_000, 2)).containsExactly(3L);
    assertThat(times.due(NOW + 10_000, 2)).isEmpty();
  }

  @Test
  void offsetFarAhead_isLookedUpWhenItsHourComesNear() {
    long due = NOW + 365 * 24 * HOUR;
    times.add(5, due, NOW);
    long hour = DueTimes.hourOf(due) * HOUR;

    assertThat(times.nextMillis()).isEqualTo(hour - Duration.ofMinutes(5).toMillis());
    assertThat(times.near(times.nextMillis() - 1, 10)).isEmpty();
    assertThat(times.near(times.nextMillis(), 10)).containsExactly(5L);
    assertThat(times.isEmpty()).isTrue();
  }

  @Test
  void offsetThatIsDueAlready_isDueAtOnce() {
    times.add(5, NOW - 2 * HOUR, NOW);
    times.addToHour(6, DueTimes.hourOf(NOW) - 3);

    assertThat(times.due(NOW, 10)).containsExactly(5L);
    assertThat(times.near(NOW, 10)).containsExactly(6L);
  }

  @Test
  void hours_holdEveryOffsetOnce_noneLaterThanItIsDue() {
    SplittableRandom random = new SplittableRandom(2);
    List<Long> due = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      due.add(NOW + random.nextLong(100 * HOUR));
      times.add(i, due.get(i), NOW);
    }
    List<Long> found = new ArrayList<>();
    times
        .byHour()
        .forEach(
            (hour, offsets) ->
                offsets.forEach(
                    offset -> {
                      found.add(offset);
                      assertThat(hour * HOUR).isLessThanOrEqualTo(due.get((int) offset));
                    }));

    assertThat(found).hasSize(2_000).doesNotHaveDuplicates();
  }

  /** A million in an hour are a few kilobytes. */
  @Test
  void contiguousOffsetsDueTogether_areTakenInAscendingOrder() {
    for (long offset = 0; offset < 100_000; offset++) {
      times.add(offset, NOW + 1_000, NOW);
    }

    List<Long> first = times.due(NOW + 2_000, 1_000);
    assertThat(first).hasSize(1_000).isSorted().startsWith(0L);
    assertThat(times.due(NOW + 2_000, 1_000)).startsWith(1_000L);
  }
}
