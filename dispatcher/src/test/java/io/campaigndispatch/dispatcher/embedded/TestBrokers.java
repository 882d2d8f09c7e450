package io.campaigndispatch.dispatcher.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * Brokers for tests, each on a port of its own: two test classes run at a time, and both could find
 * the usual port free before either listens on it.
 */
public final class TestBrokers {

  private TestBrokers() {}

  /** Returns when it answers. */
  public static EmbeddedBroker start(Path dataDir) {
    return started(new EmbeddedBrokerSettings(dataDir, anyFree()));
  }

  static EmbeddedBroker started(EmbeddedBrokerSettings settings) {
    return switch (EmbeddedBroker.start(settings)) {
      case EmbeddedBrokerStart.Started(EmbeddedBroker broker) -> broker;
      case EmbeddedBrokerStart.Refused(String reason) -> throw new AssertionError(reason);
    };
  }

  private static int anyFree() {
    try {
      return Ports.anyFree();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
