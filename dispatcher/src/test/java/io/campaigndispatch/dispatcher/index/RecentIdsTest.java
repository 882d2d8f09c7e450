package io.campaigndispatch.dispatcher.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

class RecentIdsTest {

  private static final SipHash KEY = new SipHash(1, 2);

  @Test
  void id_isTakenOnce() {
    RecentIds ids = new RecentIds(KEY, 10);

    assertThat(ids.take("acme", "r1", 5)).isTrue();
    assertThat(ids.take("acme", "r1", 6)).isFalse();
  }

  @Test
  void sameIdOfAnotherWorkspace_isAnotherId() {
    RecentIds ids = new RecentIds(KEY, 10);
    ids.take("acme", "r1", 5);

    assertThat(ids.take("other", "r1", 6)).isTrue();
    // Nor do the two names run into each other.
    ids.take("ab", "c", 7);
    assertThat(ids.take("a", "bc", 8)).isTrue();
  }

  @Test
  void sameOffsetAgain_isNoRepetition() {
    RecentIds ids = new RecentIds(KEY, 10);
    ids.take("acme", "r1", 5);

    assertThat(ids.take("acme", "r1", 5)).isTrue();
  }

  @Test
  void windowsLastOffset_isStillTaken() {
    RecentIds ids = new RecentIds(KEY, 10);
    ids.take("acme", "r1", 5);

    assertThat(ids.take("acme", "r1", 15)).isFalse();
    assertThat(ids.take("acme", "r1", 16)).isTrue();
  }

  @Test
  void repetition_doesNotRenewTheWindow() {
    RecentIds ids = new RecentIds(KEY, 10);
    ids.take("acme", "r1", 5);
    ids.take("acme", "r1", 15);

    assertThat(ids.take("acme", "r1", 16)).isTrue();
  }

  @Test
  void everyIdWithinTheWindow_isKnownHoweverManyThereAre() {
    RecentIds ids = new RecentIds(KEY, 20_000);
    for (int i = 0; i < 20_000; i++) {
      assertThat(ids.take("acme", "r" + i, i)).isTrue();
    }
    for (int i = 0; i < 20_000; i++) {
      assertThat(ids.take("acme", "r" + i, 20_000)).as("r%s", i).isFalse();
    }
  }

  @Test
  void idsBeyondTheWindow_areForgottenWhenTheTableIsRebuilt() {
    RecentIds ids = new RecentIds(KEY, 100);
    for (int i = 0; i < 100_000; i++) {
      assertThat(ids.take("acme", "r" + i % 1_000, i)).isTrue();
    }
  }

  /** A table rebuilt at every request would need minutes. */
  @Test
  void windowBelowAPowerOfTwo_costsNoMoreThanAnother() {
    Assertions.assertTimeout(
        Duration.ofSeconds(20),
        () -> {
          RecentIds ids = new RecentIds(KEY, (1 << 17) - 1);
          for (int i = 0; i < 1_000_000; i++) {
            ids.take("acme", "r" + i, i);
          }
        });
  }

  /** Hashes of the function that was here before, FNV-1a with MurmurHash3's final mix. */
  private static long withoutKey(String workspaceId, String requestId) {
    long hash = fnv(fnv(0xcbf29ce484222325L, workspaceId) * 0x100000001b3L, requestId);
    hash ^= hash >>> 33;
    hash *= 0xff51afd7ed558ccdL;
    hash ^= hash >>> 33;
    hash *= 0xc4ceb9fe1a85ec53L;
    return hash ^ hash >>> 33;
  }

  private static long fnv(long hash, String text) {
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
    }
    return hash;
  }

  private static List<Long> hashesOf(RecentIds ids, long frontier) {
    return ids.blocks(frontier).stream()
        .flatMap(block -> Arrays.stream(block.hashes()).boxed())
        .toList();
  }

  @Test
  void hash_dependsOnTheKey_andCannotBeWorkedOutWithoutIt() {
    RecentIds ids = new RecentIds(KEY, 10);
    RecentIds others = new RecentIds(new SipHash(1, 3), 10);
    ids.take("acme", "r1", 5);
    others.take("acme", "r1", 5);

    assertThat(hashesOf(ids, 6))
        .hasSize(1)
        .doesNotContainAnyElementsOf(hashesOf(others, 6))
        .doesNotContain(withoutKey("acme", "r1"));
  }

  @Test
  void blocks_haveTheirIdsByOffset_theSameInWhateverOrderTheyWereTaken() {
    RecentIds ids = new RecentIds(KEY, 200_000);
    RecentIds reverse = new RecentIds(KEY, 200_000);
    for (int n = 0; n < 60_000; n++) {
      ids.take("acme", "r" + n, n / 3);
    }
    for (int n = 59_999; n >= 0; n--) {
      reverse.take("acme", "r" + n, n / 3);
    }

    List<RecentIds.Block> blocks = ids.blocks(20_000);

    assertThat(blocks).extracting(RecentIds.Block::number).containsExactly(0L, 1L);
    assertThat(blocks.get(0).hashes()).hasSize(3 * RecentIds.BLOCK);
    assertThat(blocks.get(0).within()).isSorted();
    assertThat(blocks.get(1).within()).isSorted().hasSize(60_000 - 3 * RecentIds.BLOCK);
    List<RecentIds.Block> others = reverse.blocks(20_000);
    for (int i = 0; i < 2; i++) {
      assertThat(others.get(i).within()).isEqualTo(blocks.get(i).within());
      assertThat(others.get(i).hashes()).isEqualTo(blocks.get(i).hashes());
    }
  }

  /** Records of a thousand requests each, as many as the window has offsets. */
  @Test
  void manyIdsPerOffset_theOldestOffsetsAreForgotten_theNewestKnown() {
    RecentIds ids = new RecentIds(KEY, 5_000);
    for (int offset = 0; offset < 5_000; offset++) {
      for (int n = 0; n < 1_000; n++) {
        ids.take("acme", offset + ":" + n, offset);
      }
    }
    List<RecentIds.Block> kept = ids.blocks(5_000);

    assertThat(kept.stream().mapToLong(block -> block.hashes().length).sum())
        .isBetween(ids.most() / 2L, (long) ids.most());
    assertThat(ids.take("acme", "4999:999", 5_000)).isFalse();
    assertThat(ids.take("acme", "4970:0", 5_000)).isFalse();
    assertThat(ids.take("acme", "0:0", 5_000)).isTrue();
  }

  @Test
  void oneIdPerOffset_isNeverForgottenWithinTheWindow() {
    RecentIds ids = new RecentIds(KEY, 70_000);
    for (int offset = 0; offset < 300_000; offset++) {
      ids.take("acme", "r" + offset, offset);
    }

    assertThat(ids.most()).isEqualTo(140_000);
    for (int offset = 230_000; offset < 300_000; offset++) {
      assertThat(ids.take("acme", "r" + offset, 300_000)).as("r%s", offset).isFalse();
    }
  }

  @Test
  void idsOfAnEarlierOwner_areTakenOver() {
    RecentIds before = new RecentIds(KEY, 10);
    before.take("acme", "r1", 5);
    RecentIds ids = new RecentIds(KEY, 10);
    ids.restore(before.blocks(6));

    assertThat(ids.take("acme", "r1", 6)).isFalse();
    assertThat(ids.take("acme", "r2", 6)).isTrue();
  }

  @Test
  void windowBelowOne_isRefused() {
    assertThatThrownBy(() -> new RecentIds(KEY, 0))
        .hasMessageContaining("dispatch.duplicates.window: expected at least 1, received 0");
  }
}
