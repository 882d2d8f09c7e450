package io.campaigndispatch.dispatcher.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.TreeSet;
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
  void offsetsFarApart_areHeldTogether() {
    long[] offsets = {0, 1, (1L << 31) - 1, 1L << 31, 5_000_000_000L, 1L << 32, 1L << 62};
    for (long offset : offsets) {
      set.add(offset);
    }

    assertThat(set.size()).isEqualTo(offsets.length);
    for (long offset : Arrays.stream(offsets).sorted().toArray()) {
      assertThat(set.lowest()).isEqualTo(offset);
      assertThat(set.contains(offset)).isTrue();
      assertThat(set.remove(offset)).isTrue();
      assertThat(set.contains(offset)).isFalse();
    }
    assertThat(set.isEmpty()).isTrue();
  }

  @Test
  void offsetsBelowTheFirst_mayComeLater() {
    set.add(5_000_000_000L);
    set.add(10);

    assertThat(set.lowest()).isEqualTo(10);
    assertThat(set.contains(5_000_000_000L)).isTrue();
  }

  @Test
  void samePlaceInAnotherRange_isNotContained() {
    set.add(100);

    assertThat(set.contains(99)).isFalse();
    assertThat(set.contains(100 + (1L << 31))).isFalse();
    assertThat(set.contains(100 + (1L << 32))).isFalse();
    assertThat(set.remove(100 + (1L << 32))).isFalse();
    assertThat(set.size()).isEqualTo(1);
  }

  @Test
  void anyHistory_isThatOfASortedSet() {
    SplittableRandom random = new SplittableRandom(1);
    TreeSet<Long> expected = new TreeSet<>();
    for (int i = 0; i < 50_000; i++) {
      long offset = random.nextLong(8) * (1L << 30) + random.nextLong(300);
      if (random.nextBoolean()) {
        set.add(offset);
        expected.add(offset);
      } else {
        assertThat(set.remove(offset)).isEqualTo(expected.remove(offset));
      }
      assertThat(set.contains(offset)).isEqualTo(expected.contains(offset));
      assertThat(set.isEmpty()).isEqualTo(expected.isEmpty());
      if (!expected.isEmpty()) {
        assertThat(set.lowest()).isEqualTo(expected.first());
      }
    }
    assertThat(set.size()).isEqualTo(expected.size());
  }
}
