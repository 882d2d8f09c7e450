package io.campaigndispatch.checks;

import io.campaigndispatch.dispatcher.admin.DispatchMetrics;
import io.campaigndispatch.dispatcher.admin.KafkaMeters;
import io.campaigndispatch.dispatcher.control.DirectoryFile;
import io.campaigndispatch.dispatcher.control.DirectoryResult;
import io.campaigndispatch.dispatcher.control.RetentionWatch;
import io.micrometer.core.instrument.binder.jvm.JvmHeapPressureMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The names under which Prometheus finds what a worker shows, and those that queries ask for. */
final class ExposedMetrics {

  /** A metric of ours or the JVM's; not a part of a recorded name, which has colons. */
  private static final Pattern METRIC =
      Pattern.compile("(?<![:\\w])(?:dispatch|jvm|process|system|kafka|http)_\\w+(?![:\\w])");

  private ExposedMetrics() {}

  /** As a worker with compose's workspaces is scraped, without what depends on the machine. */
  static Set<String> names() {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    if (!(DirectoryFile.read(Repository.path("deploy/compose/directory/workspaces.yaml"))
        instanceof DirectoryResult.Loaded loaded)) {
      throw new IllegalStateException("ComposeTest says what is wrong with it");
    }
    DispatchMetrics metrics = new DispatchMetrics(registry, loaded.directory(), 10);
    metrics.watchHeld(() -> Map.of("JOURNAL_TRUNCATED", 0));
    metrics.watchControl(() -> 0);
    metrics.watchRebalances(() -> 0);
    metrics.watchGroupSilence(() -> Duration.ZERO);
    metrics.watchCoreSilence(() -> Duration.ZERO);
    metrics.watchClock(() -> false);
    metrics.watchRetention(() -> new RetentionWatch.Used(0, 0));
    metrics.alerted("plazbot-main", "unknown_code");
    KafkaMeters kafka = new KafkaMeters(registry);
    for (KafkaMeters.Kind kind : KafkaMeters.Kind.values()) {
      kafka.watch(kind, kind.name(), kind.name(), Map.of());
    }
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    try (JvmHeapPressureMetrics heapPressure = new JvmHeapPressureMetrics()) {
      heapPressure.bindTo(registry);
      return registry
          .scrape()
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split("[{ ]", 2)[0])
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  /** The metrics that a PromQL expression asks for. */
  static Set<String> in(String expression) {
    Matcher matcher = METRIC.matcher(expression.replaceAll("\"[^\"]*\"", "\"\""));
    Set<String> names = new TreeSet<>();
    while (matcher.find()) {
      names.add(matcher.group());
    }
    return names;
  }
}
