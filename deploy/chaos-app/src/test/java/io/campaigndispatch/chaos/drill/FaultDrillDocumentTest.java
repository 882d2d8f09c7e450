package io.campaigndispatch.chaos.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What docs/operations/fault-drill.md says is what the drill does. */
class FaultDrillDocumentTest {

  @ParameterizedTest
  @EnumSource
  void promise_standsInTheDocument(Promise promise) throws IOException {
    assertThat(Files.readString(Path.of("../../docs/operations/fault-drill.md")))
        .contains(
            "| %s | %s | %s | %s | %s | %s | %s |"
                .formatted(
                    promise.fault(),
                    promise.injection(),
                    promise.cure(),
                    link(promise.alert().name()),
                    promise.fires(),
                    promise.clears(),
                    promise.consequences().isEmpty()
                        ? "none"
                        : promise.consequences().stream()
                            .sorted()
                            .map(FaultDrillDocumentTest::link)
                            .collect(Collectors.joining(", "))));
  }

  private static String link(String alert) {
    return "[%s](alerts.md#%s)".formatted(alert, alert.toLowerCase(Locale.ROOT));
  }
}
