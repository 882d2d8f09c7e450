package io.campaigndispatch.dispatcher.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class OffsetSetTest {

  private final OffsetSet set = new OffsetSet();

  @Test
  void added_isContainedUntilRemoved() {
    set.add(7);

    assertThat(set.contains(7)).isTrue();
    assertThat(set.remove(7)).isTrue();
    assertThat(set.contains(7)).isFalse();
    assertThat(set.remove(7)).isFalse();
    assertThat(set.isEmpty()).isTrue();
  }

  @Test
  void offsetsBelowTheFirst_moveTheBaseDown() {
    set.add(5_000_000_000L);
    set.add(4_999_000_000L);

    assertThat(set.contains(5_000_000_000L)).isTrue();
    assertThat(set.contains(4_999_000_000L)).isTrue();
    assertThat(set.lowest()).isEqualTo(4_999_000_000L);
    assertThat(set.size()).isEqualTo(2);
  }

  @Test
  void offsetsFarAbove_moveTheBaseUpOnceTheLowAreGone() {
    set.add(0);
    set.add(2_000_000_000L);
    set.remove(0);
    set.add(4_000_000_000L);

    assertThat(set.lowest()).isEqualTo(2_000_000_000L);
    assertThat(set.contains(4_000_000_000L)).isTrue();
  }

  @Test
  void offsetTooFarAbove_isRefused() {
    set.add(0);

    assertThatThrownBy(() -> set.add(1L << 31)).isInstanceOf(IllegalArgumentException.class);
    assertThat(set.contains(0)).isTrue();
  }

  @Test
  void offsetTooFarBelow_isRefused() {
    set.add(5_000_000_000L);

    assertThatThrownBy(() -> set.add(10)).isInstanceOf(IllegalArgumentException.class);
    assertThat(set.contains(5_000_000_000L)).isTrue();
  }

  @Test
  void offsetsOutsideTheSpan_areNotContained() {
    set.add(100);

    assertThat(set.contains(99)).isFalse();
    assertThat(set.contains(100 + (1L << 32))).isFalse();
    assertThat(set.remove(100 + (1L << 32))).isFalse();
  }
}
