package io.campaigndispatch.bench.paced;

import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.bench.paced.WindowLaw.Verdict;
import io.campaigndispatch.bench.stub.Call;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class WindowLawTest {
  private static final long MS = 1_000_000;
  private static final WindowLaw LAW = new WindowLaw(20, 2);

  private static List<Call> millis(long... times) {
    return LongStream.of(times).mapToObj(t -> new Call(t * MS, "a", 1)).toList();
  }

  @Test
  void burstThenPace_keepsTheLaw() {
    assertThat(LAW.check(millis(0, 0, 50, 100, 150))).isEqualTo(new Verdict(0, 0));
  }

  @Test
  void oneNanosecondTooEarly_isOver() {
    assertThat(
            LAW.check(
                    List.of(
                        new Call(0, "a", 1), new Call(0, "a", 2), new Call(50 * MS - 1, "a", 3)))
                .over())
        .isEqualTo(1);
  }

  @Test
  void burstTooLarge_isOverForEachWindowThatHoldsTooMany() {
    assertThat(LAW.check(millis(0, 0, 0, 0))).isEqualTo(new Verdict(2, 2));
  }

  @Test
  void paceAlone_staysBelow() {
    assertThat(LAW.check(millis(0, 50, 100, 150))).isEqualTo(new Verdict(0, -1));
  }

  @Test
  void bunchWhileTheVendorStoodStill_isNotOver() {
    var late =
        List.of(
            new Call(0, "a", 1),
            new Call(100 * MS, 40 * MS, "a", 2),
            new Call(100 * MS, 40 * MS, "a", 3),
            new Call(100 * MS, 40 * MS, "a", 4));

    assertThat(LAW.check(late)).isEqualTo(new Verdict(0, 0));
    assertThat(LAW.check(millis(0, 100, 100, 100)).over()).isEqualTo(1);
  }

  @Test
  void nothing_keepsTheLaw() {
    assertThat(LAW.check(List.of())).isEqualTo(new Verdict(0, -2));
  }

  @Test
  void quickCheck_agreesWithEveryWindowCounted() {
    Random random = new Random(7);
    for (int run = 0; run < 300; run++) {
      long[] arrivals = random.longs(1 + random.nextInt(40), 0, 1_500).sorted().toArray();

      assertThat(LAW.check(millis(arrivals)).over()).isEqualTo(counted(arrivals));
    }
  }

  /** By the law's own words. */
  private static long counted(long[] arrivals) {
    long over = 0;
    for (int from = 0; from < arrivals.length; from++) {
      boolean tooMany = false;
      for (int to = from; to < arrivals.length; to++) {
        tooMany |= (to - from + 1) * 1_000L > 2 * 1_000L + 20 * (arrivals[to] - arrivals[from]);
      }
      over += tooMany ? 1 : 0;
    }
    return over;
  }
}
