package io.campaigndispatch.dispatcher.admin;

import io.campaigndispatch.dispatcher.core.CoreSnapshot;
import io.campaigndispatch.dispatcher.core.CoreSnapshot.WorkspaceView;
import io.campaigndispatch.dispatcher.core.Tally;
import io.campaigndispatch.model.outcome.Status;
import io.campaigndispatch.model.send.Priority;
import io.campaigndispatch.model.workspace.Workspace;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The series of one workspace, or of all together that have no label of their own. */
final class WorkspaceMeters {

  private static final String NO_VENDOR = "none";
  private static final double MILLIS_PER_SECOND = 1_000;

  private final MeterRegistry registry;
  private final Supplier<CoreSnapshot> snapshots;
  private final ToDoubleFunction<String> allowed;
  private final Map<String, VendorShares> shares = new HashMap<>();

  /**
   * @param allowed messages a second of a workspace, by its id
   */
  WorkspaceMeters(
      MeterRegistry registry, Supplier<CoreSnapshot> snapshots, ToDoubleFunction<String> allowed) {
    this.registry = registry;
    this.snapshots = snapshots;
    this.allowed = allowed;
  }

  /** Which workspaces a series is about. */
  @FunctionalInterface
  interface Views {
    List<WorkspaceView> of(CoreSnapshot snapshot);
  }

  /** Those of all that have no label of their own. */
  void registerOthers(Views views) {
    register(CoreSnapshot.OTHER, views);
    counts(Tags.of("workspace", CoreSnapshot.OTHER, "vendor", NO_VENDOR), views, whole -> whole);
  }

  /** Those of a workspace, but for what is counted by vendor: see {@link #moveTo}. */
  void registerWorkspace(String id, Supplier<@Nullable Workspace> workspace) {
    register(id, only(id));
    registerConfigured(id, only(id), workspace);
    shares.put(id, new VendorShares());
  }

  /** What is counted of a workspace from now on is this vendor's. */
  void moveTo(String id, String vendor) {
    VendorShares of = shares.get(id);
    if (of == null) {
      throw new IllegalStateException("a workspace is registered first");
    }
    String name = of.nameOf(vendor);
    if (!of.has(name)) {
      Tags tags = Tags.of("workspace", id, "vendor", name);
      counts(tags, only(id), whole -> of.of(name, whole));
    }
    of.moveTo(name, snapshots.get());
  }

  private static Views only(String id) {
    return snapshot -> {
      WorkspaceView view = snapshot.workspaces().get(id);
      return view == null ? List.of() : List.of(view);
    };
  }

  /** What every label has. */
  private void register(String label, Views views) {
    Tags tags = Tags.of("workspace", label);
    counter("dispatch.dead.letters", tags, tallied(views, WorkspaceMeters::deadLetters));
    for (Priority priority : Priority.values()) {
      gauge(
          "dispatch.backlog",
          tags.and("priority", priority.name()),
          sum(views, view -> view.backlog().getOrDefault(priority, 0L)));
    }
    gauge("dispatch.not.due", tags, sum(views, WorkspaceView::notDue));
    gauge("dispatch.oldest.open.seconds", tags, snapshot -> oldestSeconds(views, snapshot));
    for (String reason : CoreSnapshot.HOLD_REASONS) {
      gauge(
          "dispatch.hold",
          tags.and("reason", reason),
          snapshot ->
              views.of(snapshot).stream().anyMatch(view -> view.heldFor().contains(reason))
                  ? 1
                  : 0);
    }
  }

  /** What only a workspace has that is configured. */
  private void registerConfigured(
      String label, Views views, Supplier<@Nullable Workspace> workspace) {
    Tags tags = Tags.of("workspace", label);
    String rate = "dispatch.throttle.rate";
    gauge(rate, tags.and("kind", "allowed"), _ -> allowed.applyAsDouble(label));
    gauge(
        rate,
        tags.and("kind", "effective"),
        snapshot ->
            views.of(snapshot).stream()
                .map(WorkspaceView::effectivePerSecond)
                .mapToDouble(served -> served == null ? allowed.applyAsDouble(label) : served)
                .findFirst()
                .orElseGet(() -> allowed.applyAsDouble(label)));
    gauge(
        "dispatch.expires.after.seconds",
        tags,
        _ -> {
          Workspace configured = workspace.get();
          return configured == null ? 0 : configured.expiresAfter().toSeconds();
        });
  }

  private static double oldestSeconds(Views views, CoreSnapshot snapshot) {
    double oldest = 0;
    for (WorkspaceView view : views.of(snapshot)) {
      Instant since = view.oldestOpenAt();
      if (since != null) {
        oldest =
            Math.max(oldest, Duration.between(since, snapshot.at()).toMillis() / MILLIS_PER_SECOND);
      }
    }
    return oldest;
  }

  /** Each of these outcomes goes with a dead letter. */
  private static double deadLetters(Tally tally) {
    return (double) tally.closed(Status.FAILED)
        + tally.closed(Status.UNCERTAIN)
        + tally.unreadable();
  }

  /**
   * @param part what is shown of a whole count
   */
  private void counts(Tags tags, Views views, UnaryOperator<ToDoubleFunction<CoreSnapshot>> part) {
    counter("dispatch.requests", tags, part.apply(tallied(views, Tally::read)));
    counter(
        "dispatch.requests.lost",
        tags,
        part.apply(tallied(views, tally -> tally.lost() + tally.lostUnread())));
    for (Status status : Status.values()) {
      if (status.isFinal()) {
        counter(
            "dispatch.outcomes",
            tags.and("status", status.name()),
            part.apply(tallied(views, tally -> tally.closed(status))));
      }
    }
    for (Tally.Meaning verdict : Tally.Meaning.values()) {
      counter(
          "dispatch.attempts",
          tags.and("verdict", verdict.name().toLowerCase(Locale.ROOT)),
          part.apply(tallied(views, tally -> tally.attempts(verdict))));
    }
  }

  private static ToDoubleFunction<CoreSnapshot> tallied(
      Views views, ToDoubleFunction<Tally> count) {
    return sum(views, view -> count.applyAsDouble(view.tally()));
  }

  private static ToDoubleFunction<CoreSnapshot> sum(
      Views views, ToDoubleFunction<WorkspaceView> value) {
    return snapshot -> views.of(snapshot).stream().mapToDouble(value).sum();
  }

  private void counter(String name, Tags tags, ToDoubleFunction<CoreSnapshot> value) {
    FunctionCounter.builder(name, this, meters -> value.applyAsDouble(meters.snapshots.get()))
        .tags(tags)
        .register(registry);
  }

  private void gauge(String name, Tags tags, ToDoubleFunction<CoreSnapshot> value) {
    Gauge.builder(name, this, meters -> value.applyAsDouble(meters.snapshots.get()))
        .tags(tags)
        .register(registry);
  }
}
