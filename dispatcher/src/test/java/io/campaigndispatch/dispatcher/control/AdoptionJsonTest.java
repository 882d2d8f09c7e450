package io.campaigndispatch.dispatcher.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** An adoption outlives the version that wrote it. */
class AdoptionJsonTest {

  private static final Adoption ADOPTION =
      new Adoption(
          Uuid.fromString("Bc0BSfQiRmq0Kq9nUTvaQw"),
          24,
          new HashKey(0x0123456789abcdefL, -1),
          Instant.parse("2026-11-20T02:00:00.123Z"),
          Map.of(3, 17L));

  private static final String TEXT =
      "{\"version\":1,\"topicId\":\"Bc0BSfQiRmq0Kq9nUTvaQw\",\"homePartitions\":24,"
          + "\"idHashKey\":\"0123456789abcdefffffffffffffffff\","
          + "\"adoptedAt\":\"2026-11-20T02:00:00.123Z\",\"journalFrom\":{\"3\":17}}";

  @Test
  void form_isFixed() {
    assertThat(AdoptionJson.encode(ADOPTION)).asString(UTF_8).isEqualTo(TEXT);
    assertThat(AdoptionJson.decode(TEXT.getBytes(UTF_8))).isEqualTo(ADOPTION);
  }

  @Test
  void laterVersion_isNotGuessedAt() {
    assertThat(decode(TEXT.replace("\"version\":1", "\"version\":2"))).isNull();
  }

  @Test
  void anythingElse_isNone() {
    assertThat(AdoptionJson.decode(null)).isNull();
    assertThat(decode("no JSON")).isNull();
    assertThat(decode("[]")).isNull();
    assertThat(decode(TEXT.replace(":24", ":0"))).isNull();
    assertThat(decode(TEXT.replace(":24", ":\"24\""))).isNull();
    assertThat(decode(TEXT.replace("2026-11-20T", "yesterday"))).isNull();
    assertThat(decode(TEXT.replace("Bc0BSfQi", ""))).isNull();
    assertThat(decode(TEXT.replace("abcdef", "xyz"))).isNull();
  }

  @Test
  void text_showsNothingOfTheKey() {
    assertThat(ADOPTION.toString()).doesNotContain("0123456789abcdef", "81985529216486895");
  }

  private static @Nullable Adoption decode(String text) {
    return AdoptionJson.decode(text.getBytes(UTF_8));
  }
}
