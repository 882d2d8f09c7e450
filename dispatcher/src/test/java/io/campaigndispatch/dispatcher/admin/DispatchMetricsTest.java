package io.campaigndispatch.dispatcher.admin;

import static io.campaigndispatch.dispatcher.core.RequestSample.request;
import static io.campaigndispatch.dispatcher.core.WorkspaceSample.workspace;
import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.dispatcher.control.RetentionWatch;
import io.campaigndispatch.dispatcher.core.CoreSnapshot;
import io.campaigndispatch.dispatcher.core.CoreSnapshot.WorkspaceView;
import io.campaigndispatch.dispatcher.core.Effect;
import io.campaigndispatch.dispatcher.core.Samples;
import io.campaigndispatch.dispatcher.core.Tally;
import io.campaigndispatch.dispatcher.core.WaitReason;
import io.campaigndispatch.model.outcome.Status;
import io.campaigndispatch.model.send.Priority;
import io.campaigndispatch.model.workspace.Directory;
import io.campaigndispatch.model.workspace.VendorType;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class DispatchMetricsTest {

  private static final Instant NOW = Instant.parse("2026-11-20T02:00:00Z");

  private PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private DispatchMetrics metrics = new DispatchMetrics(registry, Samples.directory(), 10);

  private void shows(Directory directory, int maxWorkspaces, Map<String, WorkspaceView> views) {
    registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    metrics = new DispatchMetrics(registry, directory, maxWorkspaces);
    metrics.watch(() -> snapshot(views, Set.of()));
  }

  private static CoreSnapshot snapshot(
      Map<String, WorkspaceView> workspaces, Set<String> openBreakers) {
    return new CoreSnapshot(
        NOW, workspaces, Map.of(), openBreakers, 0, 0, 0, 0, 0, 0, Map.of(), List.of(), List.of());
  }

  /**
   * One that has three BULK requests, the oldest of them ten seconds old, of which two could go.
   */
  private static WorkspaceView waiting(String heldFor) {
    return new WorkspaceView(
        new Tally(5, Map.of(Status.FAILED, 1L, Status.UNCERTAIN, 1L), Map.of(), 0, 1, 0, 0),
        Map.of(Priority.BULK, 3L),
        1,
        2,
        0,
        WaitReason.NONE,
        null,
        NOW.minusSeconds(10),
        0.5,
        Set.of(heldFor));
  }

  private static Effect.Call call(Priority priority, long queuedMillis) {
    return Samples.call(request("acme", "r").priority(priority), queuedMillis);
  }

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
    snapshot.set(snapshot(Map.of(), Set.of("v1")));
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
  void groupSilence_isInSeconds() {
    AtomicReference<Duration> silence = new AtomicReference<>(Duration.ZERO);
    metrics.watchGroupSilence(silence::get);

    assertThat(registry.get("dispatch.group.silence.seconds").gauge().value()).isZero();
    silence.set(Duration.ofMillis(90_500));
    assertThat(registry.get("dispatch.group.silence.seconds").gauge().value()).isEqualTo(90.5);
  }

  @Test
  void coreSilence_isInSeconds() {
    metrics.watchCoreSilence(() -> Duration.ofMillis(90_500));

    assertThat(registry.get("dispatch.core.silence.seconds").gauge().value()).isEqualTo(90.5);
  }

  @Test
  void usedRetention_isThereByTimeAndBytes() {
    metrics.watchRetention(() -> new RetentionWatch.Used(0.25, 0.5));

    assertThat(value("dispatch.retention.used.ratio", "limit", "time")).isEqualTo(0.25);
    assertThat(value("dispatch.retention.used.ratio", "limit", "bytes")).isEqualTo(0.5);
  }

  @Test
  void scrape_hasEveryNameThatIsPromised_fromTheStart() {
    shows(Samples.directory(workspace("acme").build()), 10, Map.of());

    assertThat(registry.scrape())
        .contains(
            "dispatch_requests_total{vendor=\"v1\",workspace=\"acme\"} 0.0",
            "dispatch_outcomes_total{status=\"ACCEPTED\",vendor=\"v1\",workspace=\"acme\"} 0.0",
            "dispatch_attempts_total{vendor=\"v1\",verdict=\"accepted\",workspace=\"acme\"} 0.0",
            "dispatch_vendor_latency_seconds_bucket{le=\"3.0\"} 0",
            "dispatch_queue_latency_seconds_bucket{le=\"3.0\"} 0",
            "dispatch_throttle_wait_seconds_bucket{le=\"3.0\"} 0",
            "dispatch_backlog{priority=\"BULK\",workspace=\"acme\"} 0.0",
            "dispatch_in_flight{vendor=\"v1\"} 0.0",
            "dispatch_throttle_rate{kind=\"allowed\",workspace=\"acme\"} +Inf",
            "dispatch_throttle_rate{kind=\"effective\",workspace=\"acme\"} +Inf",
            "dispatch_hold{reason=\"CREDENTIAL\",workspace=\"acme\"} 0.0",
            "dispatch_oldest_open_seconds{workspace=\"acme\"} 0.0",
            "dispatch_open_requests 0.0",
            "dispatch_unaccounted_requests 0.0",
            "dispatch_records_moved_total 0.0",
            "dispatch_rereads_total 0.0",
            "dispatch_admissible_lag 0.0");
  }

  @Test
  void workspaceThatWaits_showsHowLong_whyAndWhatCouldGo() {
    shows(Samples.directory(workspace("acme").build()), 10, Map.of("acme", waiting("CREDENTIAL")));

    assertThat(value("dispatch.oldest.open.seconds", "workspace", "acme")).isEqualTo(10);
    assertThat(value("dispatch.not.due", "workspace", "acme")).isEqualTo(1);
    assertThat(registry.get("dispatch.admissible.lag").gauge().value()).isEqualTo(2);
    assertThat(held("acme", "CREDENTIAL")).isEqualTo(1);
    assertThat(held("acme", "OPERATOR")).isZero();
    assertThat(rate("effective")).isEqualTo(0.5);
  }

  @Test
  void allowedRate_isWhatTheWorkerSays_andTheEffectiveOneOfWhatIsNotServed() {
    shows(Samples.directory(workspace("acme").build()), 10, Map.of());
    metrics.watchAllowed(id -> id.equals("acme") ? 29 : 0);

    assertThat(rate("allowed")).isEqualTo(29);
    assertThat(rate("effective")).isEqualTo(29);
  }

  @Test
  void workspacesBeyondTheLimit_areShownTogether() {
    shows(
        Samples.directory(workspace("a").build(), workspace("b").build(), workspace("c").build()),
        1,
        Map.of("a", waiting("OPERATOR"), "b", waiting("ACCOUNT"), "c", waiting("TEMPLATE")));

    assertThat(
            registry.get("dispatch.backlog").tags("workspace", "other", "priority", "BULK").gauge())
        .extracting(Gauge::value)
        .isEqualTo(6.0);
    assertThat(value("dispatch.oldest.open.seconds", "workspace", "other")).isEqualTo(10);
    assertThat(held("other", "ACCOUNT")).isEqualTo(1);
    assertThat(held("other", "TEMPLATE")).isEqualTo(1);
    assertThat(held("other", "OPERATOR")).isZero();
    assertThat(registry.find("dispatch.backlog").tag("workspace", "b").gauge()).isNull();
  }

  @Test
  void workspaceThatMoves_countsOnWithItsVendor_andKeepsWhatItWas() {
    AtomicReference<CoreSnapshot> snapshot = new AtomicReference<>(CoreSnapshot.EMPTY);
    shows(acmeWith("v1"), 10, Map.of());
    metrics.watch(snapshot::get);

    snapshot.set(read(5));
    assertThat(requests("v1")).isEqualTo(5);
    metrics.use(acmeWith("v2"));
    assertThat(List.of(requests("v1"), requests("v2"))).containsExactly(5.0, 0.0);
    snapshot.set(read(8));
    assertThat(List.of(requests("v1"), requests("v2"))).containsExactly(5.0, 3.0);

    metrics.use(Samples.directory(Samples.vendor("v2", VendorType.PLAZBOT, 1, 1)));
    snapshot.set(read(9));
    metrics.use(acmeWith("v1"));
    snapshot.set(read(11));
    assertThat(List.of(requests("v1"), requests("v2"))).containsExactly(7.0, 4.0);
  }

  @Test
  void workspaceThatMovesAllTheTime_hasAFewSeries_andLosesNoCount() {
    AtomicReference<CoreSnapshot> snapshot = new AtomicReference<>(CoreSnapshot.EMPTY);
    shows(acmeWith("v0"), 10, Map.of());
    metrics.watch(snapshot::get);
    for (int i = 1; i <= 20; i++) {
      snapshot.set(read(i));
      metrics.use(acmeWith("v" + i));
    }
    snapshot.set(read(30));

    var counters = registry.get("dispatch.requests").tag("workspace", "acme").functionCounters();
    assertThat(counters).hasSize(9);
    assertThat(counters.stream().mapToDouble(FunctionCounter::count).sum()).isEqualTo(30);
    assertThat(requests("v7")).isEqualTo(1);
    assertThat(requests("other")).isEqualTo(22);
  }

  private static Directory acmeWith(String vendor) {
    return Samples.directory(
        Samples.vendor(vendor, VendorType.PLAZBOT, 1, 1), workspace("acme").vendor(vendor).build());
  }

  private static CoreSnapshot read(long requests) {
    Tally tally = new Tally(requests, Map.of(), Map.of(), 0, 0, 0, 0);
    WorkspaceView view =
        new WorkspaceView(tally, Map.of(), 0, 0, 0, WaitReason.NONE, null, null, null, Set.of());
    return snapshot(Map.of("acme", view), Set.of());
  }

  private double requests(String vendor) {
    return registry
        .get("dispatch.requests")
        .tags("workspace", "acme", "vendor", vendor)
        .functionCounter()
        .count();
  }

  @Test
  void deadLetters_areTheOutcomesThatGoWithOne_andWhatNobodyCouldRead() {
    shows(Samples.directory(workspace("acme").build()), 10, Map.of("acme", waiting("OPERATOR")));

    assertThat(
            registry
                .get("dispatch.dead.letters")
                .tag("workspace", "acme")
                .functionCounter()
                .count())
        .isEqualTo(3);
  }

  @Test
  void urgentRequestsLatency_isCountedByItself() {
    metrics.called(call(Priority.URGENT, 20));
    metrics.called(call(Priority.BULK, 86_400_000));

    assertThat(registry.scrape())
        .contains(
            "dispatch_urgent_queue_latency_seconds_count 1\n",
            "dispatch_urgent_queue_latency_seconds_sum 0.02\n",
            "dispatch_queue_latency_seconds_count 2\n");
  }

  @Test
  void latency_ofFourMinutes_isToldFromTen() {
    metrics.called(call(Priority.BULK, 240_000));

    assertThat(registry.scrape())
        .contains(
            "dispatch_queue_latency_seconds_bucket{le=\"120.0\"} 0",
            "dispatch_queue_latency_seconds_bucket{le=\"300.0\"} 1");
  }

  @Test
  void rebalances_areCounted() {
    metrics.watchRebalances(() -> 7);

    assertThat(registry.get("dispatch.rebalances").functionCounter().count()).isEqualTo(7);
  }

  private double rate(String kind) {
    return registry
        .get("dispatch.throttle.rate")
        .tags("workspace", "acme", "kind", kind)
        .gauge()
        .value();
  }

  private double held(String workspace, String reason) {
    return registry
        .get("dispatch.hold")
        .tags("workspace", workspace, "reason", reason)
        .gauge()
        .value();
  }
}
