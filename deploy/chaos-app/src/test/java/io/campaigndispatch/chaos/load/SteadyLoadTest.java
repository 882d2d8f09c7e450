package io.campaigndispatch.chaos.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SteadyLoadTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  /** What is planned within the first ten seconds. */
  private static List<Planned> tenSeconds(SteadyLoad load) {
    List<Planned> planned = new ArrayList<>();
    Iterator<Planned> all = load.iterator();
    Planned next = all.next();
    while (next.at().compareTo(SECOND.multipliedBy(10)) < 0) {
      planned.add(next);
      next = all.next();
    }
    return planned;
  }

  @Test
  void load_everyWorkspace_publishesEvenly_belowItsThrottle() {
    Map<String, Long> counts =
        tenSeconds(new SteadyLoad(1)).stream()
            .collect(Collectors.groupingBy(Planned::workspace, Collectors.counting()));

    assertThat(counts).hasSize(30);
    counts.forEach(
        (workspace, count) ->
            assertThat(count).as(workspace).isEqualTo(workspace.startsWith("libre") ? 20 : 80));
    assertThat(SteadyLoad.ceilings()).allMatch(ceiling -> ceiling.perSecond() == 10).hasSize(6);
  }

  @Test
  void load_isInOrder_andEachRecipientIsNobodyElses() {
    List<Planned> planned = tenSeconds(new SteadyLoad(1));

    assertThat(planned).isSortedAccordingTo((one, other) -> one.at().compareTo(other.at()));
    assertThat(planned).extracting(Planned::recipient).doesNotHaveDuplicates();
  }

  @Test
  void load_stopped_ends_andKnowsWhatItPlannedWithoutThrottle() {
    SteadyLoad load = new SteadyLoad(1);
    Iterator<Planned> all = load.iterator();
    List<Planned> planned = new ArrayList<>(List.of(all.next(), all.next()));
    load.stop();
    all.forEachRemaining(planned::add);

    assertThat(load.free())
        .isNotEmpty()
        .isEqualTo(planned.stream().filter(one -> one.workspace().startsWith("libre")).toList());
  }
}
