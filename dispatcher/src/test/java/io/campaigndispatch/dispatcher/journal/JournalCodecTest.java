package io.campaigndispatch.dispatcher.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.campaigndispatch.dispatcher.index.Position;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class JournalCodecTest {

  private static final List<JournalEntry> ENTRIES =
      List.of(
          new JournalEntry.Done(Position.whole(3, 9_000_000_000L)),
          new JournalEntry.Retry(Position.whole(3, 8_999_999_999L), 2, 1_795_000_000_123L),
          new JournalEntry.Owned("campaign-dispatch-ü1"),
          new JournalEntry.Done(new Position(3, 0, 999)),
          new JournalEntry.Called("acme", 4_711),
          new JournalEntry.Started(new Position(3, 17, 4), 3),
          new JournalEntry.Unstarted(Position.whole(3, 18)),
          new JournalEntry.Released());

  @Test
  void entries_areReadBackAsWritten() {
    assertThat(JournalCodec.decode(JournalCodec.encode(3, ENTRIES))).isEqualTo(ENTRIES);
  }

  @Test
  void anyEntries_areReadBackAsWritten() {
    SplittableRandom random = new SplittableRandom(1);
    for (int round = 0; round < 200; round++) {
      List<JournalEntry> entries = new ArrayList<>();
      int partition = random.nextInt(1_000);
      int count = random.nextInt(50);
      for (int i = 0; i < count; i++) {
        Position position =
            new Position(partition, random.nextLong(1L << 50), random.nextInt(-1, 1_000));
        entries.add(
            switch (random.nextInt(7)) {
              case 0 -> new JournalEntry.Owned("w" + random.nextInt());
              case 1 -> new JournalEntry.Released();
              case 2 -> new JournalEntry.Called("w" + random.nextInt(), random.nextInt(1, 1 << 30));
              case 3 -> new JournalEntry.Done(position);
              case 4 -> new JournalEntry.Started(position, random.nextInt(1, 100));
              case 5 -> new JournalEntry.Unstarted(position);
              default ->
                  new JournalEntry.Retry(
                      position, random.nextInt(1, 100), random.nextLong(1L << 50));
            });
      }
      assertThat(JournalCodec.decode(JournalCodec.encode(partition, entries))).isEqualTo(entries);
    }
  }

  @Test
  void neighbouringOffsets_takeThreeBytesEach() {
    List<JournalEntry> entries = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      entries.add(new JournalEntry.Done(Position.whole(0, 5_000_000 + i)));
    }

    assertThat(JournalCodec.encode(0, entries)).hasSizeLessThan(3_050);
  }

  @Test
  void otherVersion_isRefusedByName() {
    byte[] bytes = JournalCodec.encode(3, ENTRIES);
    bytes[0] = 4;

    assertThatThrownBy(() -> JournalCodec.decode(bytes))
        .isInstanceOf(JournalCodec.UnreadableJournal.class)
        .hasMessage("expected journal version 1 to 3, received 4");
  }

  @Test
  void recordOfVersion1_isRead() {
    // As version 1 wrote them.
    byte[] written =
        HexFormat.of().parseHex("0103030180e88887430102010102f6f9b2e5bd6801fde7888743ce0f");

    assertThat(JournalCodec.decode(written))
        .containsExactly(
            new JournalEntry.Done(Position.whole(3, 9_000_000_000L)),
            new JournalEntry.Retry(Position.whole(3, 8_999_999_999L), 2, 1_795_000_000_123L),
            new JournalEntry.Done(new Position(3, 0, 999)));
  }

  @Test
  void recordOfVersion2_isRead() {
    // As version 2 wrote them.
    byte[] written = HexFormat.of().parseHex("02030203027731050461636d65e724");

    assertThat(JournalCodec.decode(written))
        .containsExactly(new JournalEntry.Owned("w1"), new JournalEntry.Called("acme", 4_711));
  }

  @Test
  void recordThatEndsEarly_isRefused() {
    byte[] bytes = JournalCodec.encode(3, ENTRIES);
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> JournalCodec.decode(cut))
          .as("%s of %s bytes", length, bytes.length)
          .isInstanceOf(JournalCodec.UnreadableJournal.class);
    }
  }

  @Test
  void damagedBytes_areReadOrRefused_nothingElse() {
    SplittableRandom random = new SplittableRandom(2);
    byte[] whole = JournalCodec.encode(3, ENTRIES);
    for (int round = 0; round < 20_000; round++) {
      byte[] damaged = whole.clone();
      damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      try {
        assertThat(JournalCodec.decode(damaged)).hasSizeLessThanOrEqualTo(damaged.length);
      } catch (JournalCodec.UnreadableJournal refused) {
        assertThat(refused).hasMessageNotContaining("null");
      }
    }
  }
}
