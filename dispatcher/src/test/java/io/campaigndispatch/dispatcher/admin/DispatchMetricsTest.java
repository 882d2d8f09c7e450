package io.campaigndispatch.dispatcher.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.dispatcher.control.RetentionWatch;
import io.campaigndispatch.dispatcher.core.CoreSnapshot;
import io.campaigndispatch.dispatcher.core.Samples;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class DispatchMetricsTest {

  private final MeterRegistry registry = new SimpleMeterRegistry();
  private final DispatchMetrics metrics = new DispatchMetrics(registry, Samples.directory(), 10);

  private double value(String name, String tag, String value) {
    return registry.get(name).tag(tag, value).gauge().value();
  }

  @Test
  void heldPartitions_areThereForEveryReason_fromTheStart() {
    AtomicReference<Map<String, Integer>> held =
        new AtomicReference<>(Map.of("JOURNAL_TRUNCATED", 0));
    metrics.watchHeld(held::get);

    assertThat(value("dispatch.partitions.held", "reason", "JOURNAL_TRUNCATED")).isZero();
    held.set(Map.of("JOURNAL_TRUNCATED", 3));
    assertThat(value("dispatch.partitions.held", "reason", "JOURNAL_TRUNCATED")).isEqualTo(3);
  }

  @Test
  void openBreaker_isOne_andThereFromTheStart() {
    AtomicReference<CoreSnapshot> snapshot = new AtomicReference<>(CoreSnapshot.EMPTY);
    metrics.watch(snapshot::get);

    assertThat(value("dispatch.breaker.open", "vendor", "v1")).isZero();
    snapshot.set(new CoreSnapshot(Map.of(), Map.of(), Set.of("v1"), 0, 0, 0, 0, 0, 0, Map.of()));
    assertThat(value("dispatch.breaker.open", "vendor", "v1")).isEqualTo(1);
  }

  @Test
  void repliesThatNeedALook_areCountedByKind() {
    metrics.alerted("v1", "unknown_code");
    metrics.alerted("v1", "unknown_code");

    assertThat(registry.get("dispatch.reply.alerts").tag("kind", "unknown_code").counter().count())
        .isEqualTo(2);
  }

  @Test
  void usedRetention_isThereByTimeAndBytes() {
    metrics.watchRetention(() -> new RetentionWatch.Used(0.25, 0.5));

    assertThat(value("dispatch.retention.used.ratio", "limit", "time")).isEqualTo(0.25);
    assertThat(value("dispatch.retention.used.ratio", "limit", "bytes")).isEqualTo(0.5);
  }
}
