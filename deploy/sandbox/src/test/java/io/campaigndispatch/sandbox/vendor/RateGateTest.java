package io.campaigndispatch.sandbox.vendor;

import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.sandbox.catalogue.RateLimit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RateGateTest {
  private static final RateLimit LIMIT = new RateLimit(5, Duration.ofMillis(100));

  private final RateGate gate = new RateGate();

  @Test
  void anyWindow_holdsAtMostTheLimit() {
    SplittableRandom random = new SplittableRandom(7);
    List<Long> passed = new ArrayList<>();
    long now = 1_000_000;
    for (int i = 0; i < 5_000; i++) {
      now += random.nextInt(20);
      if (gate.pass("key", LIMIT, now).allowed()) {
        passed.add(now);
      }
    }
    for (int i = 5; i < passed.size(); i++) {
      assertThat(passed.get(i) - passed.get(i - 5)).isGreaterThanOrEqualTo(100);
    }
    assertThat(passed.size()).isGreaterThan(1_000);
  }

  @Test
  void refusedCalls_doNotCount() {
    for (int i = 0; i < 50; i++) {
      assertThat(gate.pass("key", LIMIT, i).allowed()).isEqualTo(i < 5);
    }
    assertThat(gate.pass("key", LIMIT, 100).allowed()).isTrue();
    assertThat(gate.pass("key", LIMIT, 100).allowed()).isFalse();
  }

  @Test
  void passage_tellsWhatRemainsAndWhenTheOldestLeaves() {
    RateGate.Passage first = gate.pass("key", LIMIT, 40);
    RateGate.Passage second = gate.pass("key", LIMIT, 50);

    assertThat(first.remaining()).isEqualTo(4);
    assertThat(second.remaining()).isEqualTo(3);
    assertThat(second.resetMs()).isEqualTo(140);
  }

  @Test
  void keys_areIndependent() {
    for (int i = 0; i < 5; i++) {
      assertThat(gate.pass("a", LIMIT, 0).allowed()).isTrue();
    }
    assertThat(gate.pass("a", LIMIT, 0).allowed()).isFalse();
    assertThat(gate.pass("b", LIMIT, 0).allowed()).isTrue();
  }
}
