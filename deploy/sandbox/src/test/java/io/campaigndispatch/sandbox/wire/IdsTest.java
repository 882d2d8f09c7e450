package io.campaigndispatch.sandbox.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class IdsTest {
  private final Ids ids = new Ids(Instant.parse("2026-11-20T12:00:00Z"));

  @Test
  void identifiers_areNeverRepeated() {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < 1_000; i++) {
      assertThat(seen.add(ids.hex())).isTrue();
      assertThat(seen.add(ids.wamid("50212345678"))).isTrue();
    }
  }

  @Test
  void wamid_holdsTheRecipientAsMetasDo() {
    String wamid = ids.wamid("50212345678");

    byte[] decoded = Base64.getDecoder().decode(wamid.substring("wamid.".length()));
    assertThat(new String(decoded, StandardCharsets.ISO_8859_1)).contains("50212345678");
  }

  @Test
  void stableIdentifiers_dependOnOwnerAndValue() {
    assertThat(Ids.stable("contact", "a", "1"))
        .isEqualTo(Ids.stable("contact", "a", "1"))
        .isNotEqualTo(Ids.stable("contact", "b", "1"))
        .isNotEqualTo(Ids.stable("contact", "a", "2"))
        .hasSize(24);
  }

  /** SHA-256 of "abc" is FIPS 180-2's own example: ba7816bf… */
  @Test
  void tokenName_isTheStartOfTheTokensHash() {
    assertThat(Ids.tokenName("abc")).isEqualTo("token-ba7816bf");
  }
}
