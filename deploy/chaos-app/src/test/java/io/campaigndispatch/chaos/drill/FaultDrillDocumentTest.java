package io.campaigndispatch.chaos.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What docs/operations/fault-drill.md says is what the drill does. */
class FaultDrillDocumentTest {

  @ParameterizedTest
  @EnumSource
  void promise_standsInTheDocument(Promise promise) throws IOException {
    String alert = promise.alert().name();

    assertThat(Files.readString(Path.of("../../docs/operations/fault-drill.md")))
        .contains(
            "| %s | %s | %s | [%s](alerts.md#%s) | %s | %s |"
                .formatted(
                    promise.fault(),
                    promise.injection(),
                    promise.cure(),
                    alert,
                    alert.toLowerCase(Locale.ROOT),
                    promise.fires(),
                    promise.clears()));
  }
}
