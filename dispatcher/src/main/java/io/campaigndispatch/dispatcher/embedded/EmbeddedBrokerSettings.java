package io.campaigndispatch.dispatcher.embedded;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the embedded broker keeps its data and listens ({@code dispatch.embedded-broker}).
 *
 * @param dataDir kept across restarts; created when it is missing
 * @param port 1 to 65535, always on the loopback address; null: the port used last in this
 *     directory, 9092 the first time, or any free one where that is taken
 */
public record EmbeddedBrokerSettings(
    @DefaultValue("./data/kafka") Path dataDir, @Nullable Integer port) {

  public EmbeddedBrokerSettings {
    if (port != null && (port < 1 || port > 65_535)) {
      throw new IllegalArgumentException(
          "dispatch.embedded-broker.port: expected 1 to 65535, received " + port);
    }
  }
}
