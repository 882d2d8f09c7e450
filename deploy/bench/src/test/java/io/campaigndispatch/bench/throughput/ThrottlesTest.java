package io.campaigndispatch.bench.throughput;

import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.bench.throughput.Throttles.Throttle;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ThrottlesTest {

  @Test
  void text_isReadAgain() {
    Throttles two = new Throttles(Map.of("ws-1", new Throttle(20, 2), "a.b", new Throttle(80, 8)));

    assertThat(two.text()).isEqualTo("a.b=80:8,ws-1=20:2");
    assertThat(Throttles.parse(two.text())).isEqualTo(two);
  }

  @Test
  void noThrottles_areAnEmptyText() {
    assertThat(Throttles.parse(new Throttles(Map.of()).text()).none()).isTrue();
  }

  @Test
  void bucket_holdsTheBurst() {
    Throttles one = new Throttles(Map.of("a", new Throttle(20, 2)));

    assertThat(one.bucket("a").orElseThrow().getAvailableTokens()).isEqualTo(2);
    assertThat(one.bucket("b")).isEmpty();
  }
}
