package io.campaigndispatch.chaos.outage;

import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.demo.run.Installation;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** What these tests look at from outside. */
final class Probes {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration LOOK = Duration.ofMillis(50);

  private Probes() {}

  static boolean isReady(Installation installation) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection)
            installation
                .dispatcherUri()
                .resolve("/actuator/health/readiness")
                .toURL()
                .openConnection();
    return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
  }

  static void await(BooleanSupplier condition) {
    long giveUp = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(giveUp);
      LockSupport.parkNanos(LOOK.toNanos());
    }
  }
}
