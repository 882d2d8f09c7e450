package io.campaigndispatch.dispatcher.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

class RecentIdsTest {

  @Test
  void id_isTakenOnce() {
    RecentIds ids = new RecentIds(10);

    assertThat(ids.take("acme", "r1", 5)).isTrue();
    assertThat(ids.take("acme", "r1", 6)).isFalse();
  }

  @Test
  void sameIdOfAnotherWorkspace_isAnotherId() {
    RecentIds ids = new RecentIds(10);
    ids.take("acme", "r1", 5);

    assertThat(ids.take("other", "r1", 6)).isTrue();
    // Nor do the two names run into each other.
    ids.take("ab", "c", 7);
    assertThat(ids.take("a", "bc", 8)).isTrue();
  }

  @Test
  void sameOffsetAgain_isNoRepetition() {
    RecentIds ids = new RecentIds(10);
    ids.take("acme", "r1", 5);

    assertThat(ids.take("acme", "r1", 5)).isTrue();
  }

  @Test
  void windowsLastOffset_isStillTaken() {
    RecentIds ids = new RecentIds(10);
    ids.take("acme", "r1", 5);

    assertThat(ids.take("acme", "r1", 15)).isFalse();
    assertThat(ids.take("acme", "r1", 16)).isTrue();
  }

  @Test
  void repetition_doesNotRenewTheWindow() {
    RecentIds ids = new RecentIds(10);
    ids.take("acme", "r1", 5);
    ids.take("acme", "r1", 15);

    assertThat(ids.take("acme", "r1", 16)).isTrue();
  }

  @Test
  void everyIdWithinTheWindow_isKnownHoweverManyThereAre() {
    RecentIds ids = new RecentIds(20_000);
    for (int i = 0; i < 20_000; i++) {
      assertThat(ids.take("acme", "r" + i, i)).isTrue();
    }
    for (int i = 0; i < 20_000; i++) {
      assertThat(ids.take("acme", "r" + i, 20_000)).as("r%s", i).isFalse();
    }
  }

  @Test
  void idsBeyondTheWindow_areForgottenWhenTheTableIsRebuilt() {
    RecentIds ids = new RecentIds(100);
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
          RecentIds ids = new RecentIds((1 << 17) - 1);
          for (int i = 0; i < 1_000_000; i++) {
            ids.take("acme", "r" + i, i);
          }
        });
  }

  @Test
  void windowBelowOne_isRefused() {
    assertThatThrownBy(() -> new RecentIds(0))
        .hasMessageContaining("dispatch.duplicates.window: expected at least 1, received 0");
  }
}
