package io.campaigndispatch.dispatcher.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class OffsetQueueTest {

  @Test
  void poll_givesOffsetsInOrder() {
    OffsetQueue queue = queue(3, 4, 5, 9, 11, 12, 1_000_000_000_000L);

    assertThat(drained(queue)).containsExactly(3L, 4L, 5L, 9L, 11L, 12L, 1_000_000_000_000L);
  }

  @Test
  void contiguousOffsets_costNothing() {
    OffsetQueue queue = new OffsetQueue();
    for (long offset = 77; offset < 10_000_077; offset++) {
      queue.add(offset);
    }

    assertThat(queue.size()).isEqualTo(10_000_000);
    assertThat(queue.encodedSize()).isLessThan(64);
  }

  @Test
  void interleavedOffsets_costThreeBytes() {
    OffsetQueue queue = new OffsetQueue();
    for (int i = 0; i < 1_000; i++) {
      queue.add(i * 10_000L);
    }

    assertThat(queue.encodedSize()).isLessThan(3_100);
  }

  @Test
  void split_partsLieWithinOneRangeEach_andAreTheSameTogether() {
    SplittableRandom random = new SplittableRandom(5);
    for (int round = 0; round < 200; round++) {
      OffsetQueue queue = new OffsetQueue();
      long offset = random.nextInt(100);
      for (int left = random.nextInt(300); left > 0; left--) {
        offset += random.nextInt(3) == 0 ? 1 + random.nextInt(40) : 1;
        queue.add(offset);
      }
      List<Long> all = drained(queue.copy());

      List<OffsetQueue> parts = queue.split(4);

      List<Long> together = new ArrayList<>();
      for (OffsetQueue part : parts) {
        List<Long> offsets = drained(part);
        assertThat(offsets.getFirst() >> 4).isEqualTo(offsets.getLast() >> 4);
        together.addAll(offsets);
      }
      assertThat(together).isEqualTo(all);
      assertThat(drained(queue)).as("it stays as it is").isEqualTo(all);
    }
  }

  @Test
  void split_ofALongRun_cutsIt() {
    OffsetQueue queue = new OffsetQueue();
    for (long offset = 10; offset < 40; offset++) {
      queue.add(offset);
    }

    assertThat(queue.split(4)).extracting(OffsetQueue::size).containsExactly(6L, 16L, 8L);
    assertThat(new OffsetQueue().split(4)).isEmpty();
  }

  @Test
  void add_belowTheEnd_isRefused() {
    OffsetQueue queue = queue(3, 7);

    assertThatThrownBy(() -> queue.add(7))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected an offset of at least 8, received 7");
  }

  @Test
  void addFirst_putsOffsetsBefore() {
    OffsetQueue queue = queue(10, 11, 20, 30, 40);

    queue.addFirst(new long[] {2, 3, 9});

    assertThat(drained(queue)).containsExactly(2L, 3L, 9L, 10L, 11L, 20L, 30L, 40L);
  }

  @Test
  void dropBelow_takesWhatLiesBelow() {
    OffsetQueue queue = queue(1, 2, 3, 4, 8, 9, 12);

    assertThat(queue.dropBelow(9)).isEqualTo(5);
    assertThat(drained(queue)).containsExactly(9L, 12L);
  }

  @Test
  void without_leavesTheRest() {
    OffsetQueue queue = queue(1, 2, 3, 4, 8);

    assertThat(drained(queue.without(offset -> offset % 2 == 0))).containsExactly(1L, 3L);
  }

  @Test
  void within_leavesWhatIsInTheSetToo_acrossItsRanges() {
    long far = 1L << 31;
    OffsetSet set = new OffsetSet();
    for (long offset : new long[] {2, 3, 5, 9, far - 1, far, far + 1, far + 3}) {
      set.add(offset);
    }
    OffsetQueue queue = queue(1, 2, 3, 4, 8, 9, far - 2, far - 1, far, far + 1, far + 2, 2 * far);

    assertThat(drained(queue.within(set))).containsExactly(2L, 3L, 9L, far - 1, far, far + 1);
    assertThat(queue.size()).isEqualTo(12);
    assertThat(drained(queue.within(new OffsetSet()))).isEmpty();
  }

  @Test
  void mergedAndWithin_ofAnyOffsets_areUnionAndIntersection() {
    Random random = new Random(7);
    for (int round = 0; round < 500; round++) {
      TreeSet<Long> one = some(random);
      TreeSet<Long> other = some(random);
      OffsetSet set = new OffsetSet();
      other.forEach(set::add);
      OffsetQueue queue = queue(one.stream().mapToLong(Long::longValue).toArray());

      TreeSet<Long> union = new TreeSet<>(one);
      union.addAll(other);
      long[] ascending = other.stream().mapToLong(Long::longValue).toArray();
      assertThat(drained(queue.copy().mergedWith(ascending))).containsExactlyElementsOf(union);
      one.retainAll(other);
      assertThat(drained(queue.within(set))).containsExactlyElementsOf(one);
    }
  }

  private static TreeSet<Long> some(Random random) {
    TreeSet<Long> some = new TreeSet<>();
    for (int runs = random.nextInt(6); runs > 0; runs--) {
      long start = random.nextInt(60);
      for (long offset = start + random.nextInt(12); offset >= start; offset--) {
        some.add(offset);
      }
    }
    return some;
  }

  @Test
  void copy_isIndependent() {
    OffsetQueue queue = queue(1, 5, 9, 13);
    OffsetQueue copy = queue.copy();
    queue.poll();
    queue.add(20);

    assertThat(drained(copy)).containsExactly(1L, 5L, 9L, 13L);
  }

  @Test
  void read_ofBytesThatEndEarly_isRefused() {
    ByteBuffer whole = written(queue(1, 5, 9, 13));

    assertThatThrownBy(() -> OffsetQueue.read(whole.slice(0, whole.limit() - 1)))
        .isInstanceOf(BufferUnderflowException.class);
  }

  @Test
  void anyHistory_isThatOfAPlainQueue() {
    for (long seed = 1; seed <= 500; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      OffsetQueue queue = new OffsetQueue();
      ArrayDeque<Long> model = new ArrayDeque<>();
      long end = random.nextLong(1_000_000);
      for (int step = 0; step < 300; step++) {
        switch (random.nextInt(7)) {
          case 0, 1, 2 -> {
            end += random.nextInt(3) == 0 ? random.nextInt(1, 40_000) : 0;
            queue.add(end);
            model.addLast(end++);
          }
          case 3 -> {
            if (!model.isEmpty()) {
              assertThat(queue.poll()).isEqualTo(model.pollFirst());
            }
          }
          case 4 -> {
            if (random.nextInt(5) == 0 && !model.isEmpty() && model.peekFirst() > 10) {
              long before = model.peekFirst();
              queue.addFirst(new long[] {before - 9, before - 4, before - 1});
              model.addFirst(before - 1);
              model.addFirst(before - 4);
              model.addFirst(before - 9);
            }
          }
          case 5 -> queue = OffsetQueue.read(written(queue));
          default -> {
            if (random.nextInt(10) == 0) {
              OffsetQueue behind = new OffsetQueue();
              int runs = random.nextInt(6);
              for (int i = 0; i < runs; i++) {
                end += random.nextInt(3);
                behind.add(end);
                model.addLast(end++);
              }
              queue.addAll(behind);
            }
          }
        }
        assertThat(queue.size()).as("seed %s", seed).isEqualTo(model.size());
        if (!model.isEmpty()) {
          assertThat(queue.first()).isEqualTo(model.peekFirst());
          assertThat(queue.end()).isEqualTo(model.peekLast() + 1);
        }
      }
      assertThat(drained(queue)).as("seed %s", seed).containsExactlyElementsOf(model);
    }
  }

  private static OffsetQueue queue(long... offsets) {
    OffsetQueue queue = new OffsetQueue();
    for (long offset : offsets) {
      queue.add(offset);
    }
    return queue;
  }

  private static ByteBuffer written(OffsetQueue queue) {
    ByteBuffer buffer = ByteBuffer.allocate(queue.encodedSize());
    queue.write(buffer);
    return buffer.flip();
  }

  private static List<Long> drained(OffsetQueue queue) {
    List<Long> offsets = new ArrayList<>();
    queue.forEach(offsets::add);
    return offsets;
  }
}
