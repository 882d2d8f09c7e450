package io.campaigndispatch.bench.paced;

import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.bench.stub.Call;
import java.util.List;
import org.junit.jupiter.api.Test;

class CallsTest {

  @Test
  void repeats_countEachCallAfterTheFirst() {
    assertThat(
            Calls.repeats(
                List.of(
                    new Call(1, "a", 1),
                    new Call(2, "a", 2),
                    new Call(3, "b", 1),
                    new Call(4, "a", 1),
                    new Call(5, "a", 1))))
        .isEqualTo(2);
  }

  @Test
  void longestPause_countsTheEndsToo() {
    var calls = List.of(new Call(5, "a", 1), new Call(12, "a", 2), new Call(40, "a", 3));

    assertThat(Calls.longestPause(calls, 0, 20)).isEqualTo(8);
    assertThat(Calls.longestPause(calls, 10, 41)).isEqualTo(28);
    assertThat(Calls.longestPause(List.of(), 10, 30)).isEqualTo(20);
  }
}
