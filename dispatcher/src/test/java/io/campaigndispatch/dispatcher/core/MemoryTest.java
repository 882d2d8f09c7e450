package io.campaigndispatch.dispatcher.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MemoryTest {

  private final Memory memory = new Memory(100_000_000);

  @Test
  void room_isForRecordsLikeThoseThatAreHere() {
    assertThat(memory.room()).as("before any is here").isEqualTo(40_000);
    for (int i = 0; i < 100; i++) {
      memory.take(500_000);
    }
    assertThat(memory.room()).isEqualTo(100);
    for (int i = 0; i < 100; i++) {
      memory.give(500_000);
    }
    assertThat(memory.room()).isEqualTo(40_000);
  }

  @Test
  void room_isNotForWhatIsOnItsWay() {
    memory.reserve(60_000_000);
    assertThat(memory.room()).isEqualTo(16_000);
    memory.arrived(60_000_000);
    assertThat(memory.room()).isEqualTo(40_000);
  }
}
