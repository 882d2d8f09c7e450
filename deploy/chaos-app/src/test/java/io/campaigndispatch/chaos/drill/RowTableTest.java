package io.campaigndispatch.chaos.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RowTableTest {

  @Test
  void lines_areATable_withWhatWasMeasuredAndWhatIsStated() {
    Sample fires = new Sample(12_340_000_000L, Set.of(Promise.POISON.alert()), Set.of());
    Sample clear = new Sample(80_000_000_000L, Set.of(), Set.of());
    Row row = Row.of(Promise.POISON, 10, 0, 20_000_000_000L, List.of(fires, clear));

    assertThat(RowTable.lines(List.of(row)))
        .containsExactly(
            "| fault          | alert expected                | fired after s | stated | other alerts | cleared after s | stated | machine stood still s | verdict |",
            "|----------------|-------------------------------|---------------|--------|--------------|-----------------|--------|-----------------------|---------|",
            "| poison records | DispatcherDeadLetters (other) | 12.3          | ≤ 21   | none         | 60.0            | ≤ 111  | 67.7                  | holds   |");
  }

  @Test
  void line_ofABrokenPromise_saysWhatIsWrong() {
    Sample other = new Sample(5_000_000_000L, Set.of(new Alert("DispatcherAbsent", "")), Set.of());
    Row row = Row.of(Promise.POISON, 10, 0, 20_000_000_000L, List.of(other));

    assertThat(RowTable.lines(List.of(row)).getLast())
        .contains(
            "| –",
            "| DispatcherAbsent ",
            "DispatcherDeadLetters (other) did not fire; DispatcherAbsent fired too");
  }
}
