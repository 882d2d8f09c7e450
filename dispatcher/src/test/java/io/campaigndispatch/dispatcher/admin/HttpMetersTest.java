package io.campaigndispatch.dispatcher.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.dispatcher.admin.HttpMeters.ConnectionState;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpMetersTest {

  private final MeterRegistry registry = new SimpleMeterRegistry();
  private final HttpMeters meters = new HttpMeters(registry);

  /** To v1 five connections have been made in a second and a half, and three are in use. */
  private static final class Busy implements HttpMeters.Source {
    @Override
    public int connections(String vendorId, ConnectionState state) {
      return vendorId.equals("v1") && state == ConnectionState.IN_USE ? 3 : 0;
    }

    @Override
    public long connects(String vendorId) {
      return vendorId.equals("v1") ? 5 : 0;
    }

    @Override
    public long connectNanos(String vendorId) {
      return vendorId.equals("v1") ? Duration.ofMillis(1_500).toNanos() : 0;
    }
  }

  @BeforeEach
  void twoVendors() {
    meters.register("v1");
    meters.register("v2");
  }

  private double connections(String vendor, String state) {
    return registry
        .get("dispatch.http.connections")
        .tags("vendor", vendor, "state", state)
        .gauge()
        .value();
  }

  private double failures(String vendor, String cause) {
    return registry
        .get("dispatch.http.failures")
        .tags("vendor", vendor, "cause", cause)
        .counter()
        .count();
  }

  @Test
  void connections_areShownByVendorAndState() {
    assertThat(connections("v1", "in_use")).isZero();
    meters.watch(new Busy());

    assertThat(connections("v1", "in_use")).isEqualTo(3);
    assertThat(connections("v1", "idle")).isZero();
    assertThat(connections("v2", "in_use")).isZero();
  }

  @Test
  void connects_haveTheirNumberAndTheTimeTheyTook() {
    meters.watch(new Busy());
    var connects = registry.get("dispatch.http.connect").tag("vendor", "v1").functionTimer();

    assertThat(connects.count()).isEqualTo(5);
    assertThat(connects.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(1_500);
  }

  @Test
  void failures_areThereAtZero_andCountedByVendorAndCause() {
    assertThat(HttpMeters.CAUSES).allSatisfy(cause -> assertThat(failures("v1", cause)).isZero());

    meters.failed("v1", "timeout");
    meters.failed("v1", "timeout");

    assertThat(failures("v1", "timeout")).isEqualTo(2);
    assertThat(failures("v1", "reset")).isZero();
    assertThat(failures("v2", "timeout")).isZero();
  }
}
