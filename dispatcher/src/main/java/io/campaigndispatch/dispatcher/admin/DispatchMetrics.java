package io.campaigndispatch.dispatcher.admin;

import io.campaigndispatch.dispatcher.control.RetentionWatch;
import io.campaigndispatch.dispatcher.core.CallListener;
import io.campaigndispatch.dispatcher.core.CoreSnapshot;
import io.campaigndispatch.dispatcher.core.CoreSnapshot.WorkspaceView;
import io.campaigndispatch.dispatcher.core.Effect;
import io.campaigndispatch.model.send.Priority;
import io.campaigndispatch.model.send.SendRequest;
import io.campaigndispatch.model.workspace.Directory;
import io.campaigndispatch.model.workspace.Workspace;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.snapshots.Unit;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * The worker's Prometheus metrics. Counts and gauges are read from the core's snapshot when they
 * are scraped; only latencies are recorded as they happen. Every configured workspace has its
 * series from the start, up to a limit; the rest are counted together.
 */
public final class DispatchMetrics implements CallListener {

  private final PrometheusMeterRegistry registry;
  private final int maxWorkspaces;
  private final Set<String> vendors = new HashSet<>();
  private final Histogram vendorLatency;
  private final Histogram queueLatency;
  private final Histogram urgentLatency;
  private final Histogram throttleWait;
  private final WorkspaceMeters workspaces;
  private final HttpMeters http;
  private volatile Supplier<CoreSnapshot> snapshots = () -> CoreSnapshot.EMPTY;
  private volatile ToDoubleFunction<String> allowed = _ -> Double.POSITIVE_INFINITY;
  private volatile Directory directory;
  private volatile Set<String> labelled = Set.of();

  /**
   * @param maxWorkspaces that get labels of their own, the first by id; at least 0
   */
  public DispatchMetrics(PrometheusMeterRegistry registry, Directory directory, int maxWorkspaces) {
    if (maxWorkspaces < 0) {
      throw new IllegalArgumentException(
          "dispatch.metrics.max-workspaces: expected at least 0, received " + maxWorkspaces);
    }
    this.registry = registry;
    this.maxWorkspaces = maxWorkspaces;
    this.directory = directory;
    vendorLatency = latency("dispatch_vendor_latency_seconds", "one vendor call");
    queueLatency =
        latency("dispatch_queue_latency_seconds", "due or record timestamp to first vendor call");
    urgentLatency =
        latency("dispatch_urgent_queue_latency_seconds", "the same of URGENT requests only");
    workspaces =
        new WorkspaceMeters(registry, () -> snapshots.get(), id -> allowed.applyAsDouble(id));
    http = new HttpMeters(registry);
    throttleWait =
        latency("dispatch_throttle_wait_seconds", "at the head of its flow without a token");
    use(directory);
    others();
    gauge("dispatch.open.requests", Tags.empty(), CoreSnapshot::openRequests);
    gauge("dispatch.unaccounted.requests", Tags.empty(), CoreSnapshot::unaccounted);
    gauge("dispatch.unwritten.results", Tags.empty(), CoreSnapshot::unwritten);
    gauge("dispatch.partitions", Tags.empty(), CoreSnapshot::partitions);
    gauge(
        "dispatch.admissible.lag",
        Tags.empty(),
        snapshot ->
            snapshot.workspaces().values().stream().mapToLong(WorkspaceView::admissible).sum());
    counter("dispatch.rereads", Tags.empty(), CoreSnapshot::rereads);
    counter("dispatch.unknown.fields", Tags.empty(), CoreSnapshot::unknownFields);
    counter(
        "dispatch.records.moved",
        Tags.empty(),
        snapshot ->
            snapshot.workspaces().values().stream().mapToLong(view -> view.tally().moved()).sum());
  }

  /**
   * What is configured from now on. A workspace keeps its series once it has them, so that its
   * counts go on, with another vendor in further ones; new workspaces get theirs while there is
   * room.
   */
  public final synchronized void use(Directory newDirectory) {
    directory = newDirectory;
    Set<String> more = new LinkedHashSet<>(labelled);
    new TreeSet<>(newDirectory.workspaces().keySet())
        .stream()
            .filter(id -> !more.contains(id))
            .limit(maxWorkspaces - more.size())
            .forEach(more::add);
    Set<String> before = labelled;
    labelled = Set.copyOf(more);
    more.stream()
        .filter(id -> !before.contains(id))
        .forEach(id -> workspaces.registerWorkspace(id, () -> directory.workspace(id)));
    for (String id : more) {
      Workspace workspace = newDirectory.workspace(id);
      if (workspace != null) {
        workspaces.moveTo(id, workspace.vendorId());
      }
    }
    newDirectory.vendors().keySet().stream().filter(vendors::add).forEach(this::vendor);
  }

  /** Whose snapshots to read. */
  public void watch(Supplier<CoreSnapshot> newSnapshots) {
    snapshots = newSnapshots;
  }

  /**
   * @param allowedPerSecond what a workspace, by its id, may send by configuration; infinite:
   *     nothing limits it
   */
  public void watchAllowed(ToDoubleFunction<String> allowedPerSecond) {
    allowed = allowedPerSecond;
  }

  /**
   * @param held partitions that are not served, by every reason there is
   */
  public void watchHeld(Supplier<Map<String, Integer>> held) {
    held.get()
        .keySet()
        .forEach(
            reason ->
                gauge(
                    "dispatch.partitions.held",
                    Tags.of("reason", reason),
                    _ -> held.get().getOrDefault(reason, 0)));
  }

  /**
   * @param refused control values that could not be used
   */
  public void watchControl(LongSupplier refused) {
    counter("dispatch.control.refused", Tags.empty(), _ -> refused.getAsLong());
  }

  /**
   * @param rebalances how often partitions came here or went away
   */
  public void watchRebalances(LongSupplier rebalances) {
    counter("dispatch.rebalances", Tags.empty(), _ -> rebalances.getAsLong());
  }

  /**
   * @param silence for how long the group has not been heard from
   */
  public void watchGroupSilence(Supplier<Duration> silence) {
    gauge("dispatch.group.silence.seconds", Tags.empty(), _ -> seconds(silence.get()));
  }

  /**
   * @param silence for how long the core has shown nothing new
   */
  public void watchCoreSilence(Supplier<Duration> silence) {
    gauge("dispatch.core.silence.seconds", Tags.empty(), _ -> seconds(silence.get()));
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1_000.0;
  }

  /**
   * @param stepped whether the wall clock was stepped and has not settled
   */
  public void watchClock(BooleanSupplier stepped) {
    gauge("dispatch.clock.stepped", Tags.empty(), _ -> stepped.getAsBoolean() ? 1 : 0);
  }

  /**
   * @param used how much of retention the oldest open requests have used up
   */
  public void watchRetention(Supplier<RetentionWatch.Used> used) {
    String name = "dispatch.retention.used.ratio";
    gauge(name, Tags.of("limit", "time"), _ -> used.get().time());
    gauge(name, Tags.of("limit", "bytes"), _ -> used.get().bytes());
  }

  /**
   * @param client the HTTP client's own figures
   */
  public void watchHttp(HttpMeters.Source client) {
    http.watch(client);
  }

  @Override
  public void called(Effect.Call call) {
    // Of every message: loops cost less than streams.
    boolean urgent = isUrgent(call);
    for (long millis : call.queuedMillis()) {
      queueLatency.observe(millis / 1e3);
      if (urgent) {
        urgentLatency.observe(millis / 1e3);
      }
    }
    for (long nanos : call.throttledNanos()) {
      throttleWait.observe(nanos / 1e9);
    }
  }

  private static boolean isUrgent(Effect.Call call) {
    for (SendRequest request : call.requests()) {
      if (request.priority() != Priority.URGENT) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void answered(Effect.Call call, long vendorNanos) {
    vendorLatency.observe(vendorNanos / 1e9);
  }

  @Override
  public void failed(String vendorId, String cause) {
    http.failed(vendorId, cause);
  }

  @Override
  public void alerted(String vendorId, String kind) {
    registry.counter("dispatch.reply.alerts", "vendor", vendorId, "kind", kind).increment();
  }

  /** The Prometheus client's own, because every message is told to it (ADR 0029). */
  private Histogram latency(String name, String what) {
    return Histogram.builder()
        .name(name)
        .unit(Unit.SECONDS)
        .help(what)
        .classicOnly()
        .classicUpperBounds(
            0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 3, 10, 60, 120, 300, 600, 1_800, 3_600)
        .withoutExemplars()
        .register(registry.getPrometheusRegistry());
  }

  /** What belongs to no workspace, or to one beyond the limit. */
  private void others() {
    workspaces.registerOthers(
        snapshot ->
            snapshot.workspaces().entrySet().stream()
                .filter(entry -> !labelled.contains(entry.getKey()))
                .map(Map.Entry::getValue)
                .toList());
  }

  private void vendor(String id) {
    gauge(
        "dispatch.in.flight",
        Tags.of("vendor", id),
        snapshot -> snapshot.inFlight().getOrDefault(id, 0));
    gauge(
        "dispatch.breaker.open",
        Tags.of("vendor", id),
        snapshot -> snapshot.openBreakers().contains(id) ? 1 : 0);
    http.register(id);
  }

  private void counter(String name, Tags tags, ToDoubleFunction<CoreSnapshot> value) {
    FunctionCounter.builder(name, this, metrics -> value.applyAsDouble(metrics.snapshots.get()))
        .tags(tags)
        .register(registry);
  }

  private void gauge(String name, Tags tags, ToDoubleFunction<CoreSnapshot> value) {
    Gauge.builder(name, this, metrics -> value.applyAsDouble(metrics.snapshots.get()))
        .tags(tags)
        .register(registry);
  }
}
