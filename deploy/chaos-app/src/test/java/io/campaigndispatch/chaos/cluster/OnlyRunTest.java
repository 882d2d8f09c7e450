package io.campaigndispatch.chaos.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class OnlyRunTest {

  @Test
  void secondRun_isRefused_untilTheFirstIsOver() throws IOException {
    try (OnlyRun _ = OnlyRun.begin().orElseThrow()) {
      assertThat(OnlyRun.begin()).isEmpty();
    }
    OnlyRun.begin().orElseThrow().close();
  }
}
