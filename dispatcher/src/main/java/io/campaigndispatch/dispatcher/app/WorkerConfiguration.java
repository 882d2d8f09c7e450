package io.campaigndispatch.dispatcher.app;

import io.campaigndispatch.dispatcher.admin.DispatchMetrics;
import io.campaigndispatch.dispatcher.admin.KafkaMeters;
import io.campaigndispatch.dispatcher.control.DirectoryFile;
import io.campaigndispatch.dispatcher.control.DirectoryResult;
import io.campaigndispatch.dispatcher.embedded.EmbeddedBroker;
import io.campaigndispatch.dispatcher.embedded.EmbeddedBrokerStart;
import io.campaigndispatch.dispatcher.trace.CallTracer;
import io.campaigndispatch.dispatcher.vendor.adapter.Vendors;
import io.campaigndispatch.dispatcher.vendor.transport.LocalCredentials;
import io.campaigndispatch.dispatcher.vendor.transport.NettyTransport;
import io.campaigndispatch.dispatcher.vendor.transport.TransportSettings;
import io.campaigndispatch.model.workspace.CredentialRef;
import io.campaigndispatch.model.workspace.Directory;
import io.campaigndispatch.model.workspace.Workspace;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** The worker's parts as beans, so that Spring starts and stops them in order. */
@Configuration(proxyBeanMethods = false)
class WorkerConfiguration {

  private static final String BOOTSTRAP = "spring.kafka.bootstrap-servers";

  /** Where Kafka is: the configured cluster, or a broker in this process. */
  record Cluster(String bootstrapServers, List<EmbeddedBroker> embedded) implements AutoCloseable {
    @Override
    public void close() {
      embedded.forEach(EmbeddedBroker::close);
    }
  }

  @Bean
  Directory directory(DispatchSettings settings) {
    return switch (DirectoryFile.read(settings.requiredWorkspacesFile())) {
      case DirectoryResult.Loaded(var directory) -> directory;
      case DirectoryResult.Refused(var mistakes) -> throw new StartRefused(mistakes);
    };
  }

  @Bean
  LocalCredentials credentials(DispatchSettings settings, Directory directory) {
    LocalCredentials credentials = new LocalCredentials(System::getenv, System::nanoTime);
    Map<CredentialRef, String> firstUser = new LinkedHashMap<>();
    directory.workspaces().values().stream()
        .sorted(Comparator.comparing(Workspace::id))
        .forEach(workspace -> firstUser.putIfAbsent(workspace.credential(), workspace.id()));
    List<String> problems = new ArrayList<>();
    firstUser.forEach(
        (credential, workspace) -> {
          String problem = credentials.problem(credential);
          if (problem != null) {
            problems.add(
                "%s: workspace %s: %s"
                    .formatted(settings.requiredWorkspacesFile(), workspace, problem));
          }
        });
    if (!problems.isEmpty()) {
      throw new StartRefused(problems);
    }
    return credentials;
  }

  @Bean
  Cluster cluster(Environment environment, DispatchSettings settings, Directory checkedFirst) {
    List<String> configured = bootstrapServers(environment);
    if (!configured.isEmpty()) {
      return new Cluster(String.join(",", configured), List.of());
    }
    return switch (EmbeddedBroker.start(settings.embeddedBroker())) {
      case EmbeddedBrokerStart.Started(var broker) ->
          new Cluster(broker.bootstrapServers(), List.of(broker));
      case EmbeddedBrokerStart.Refused(var reason) -> throw new StartRefused(List.of(reason));
    };
  }

  /** Those that are configured; none: a broker of our own. */
  static List<String> bootstrapServers(Environment environment) {
    return Binder.get(environment).bind(BOOTSTRAP, Bindable.listOf(String.class)).orElse(List.of());
  }

  @Bean
  VendorConnections vendorConnections(Directory directory) {
    return new VendorConnections(directory);
  }

  @Bean
  NettyTransport transport(VendorConnections connections, LocalCredentials credentials) {
    new WarmUp(new Vendors(_ -> {}))
        .run(practice -> newTransport(new VendorConnections(practice), credentials));
    return newTransport(connections, credentials);
  }

  private static NettyTransport newTransport(
      VendorConnections connections, LocalCredentials credentials) {
    return new NettyTransport(TransportSettings.standard(version()), credentials, connections::of);
  }

  private static String version() {
    String version = WorkerConfiguration.class.getPackage().getImplementationVersion();
    return version == null ? "dev" : version;
  }

  @Bean
  CallTracer callTracer(DispatchSettings settings, KafkaClients kafka, Environment environment) {
    return CallTracer.of(
        settings.tracing(),
        new CallTracer.Identity(
            environment.getRequiredProperty("spring.application.name"),
            version(),
            kafka.transactionalId()));
  }

  @Bean
  KafkaClients kafkaClients(
      DispatchSettings settings,
      Cluster cluster,
      KafkaProperties kafka,
      SslBundles bundles,
      KafkaMeters meters) {
    return new KafkaClients(
        kafka,
        cluster.bootstrapServers(),
        settings.groupId(),
        UUID.randomUUID().toString(),
        bundles,
        meters::watch);
  }

  @Bean
  KafkaMeters kafkaMeters(MeterRegistry registry) {
    return new KafkaMeters(registry);
  }

  @Bean(initMethod = "start")
  Worker worker(
      DispatchSettings settings,
      Directory directory,
      KafkaClients kafka,
      LocalCredentials credentials,
      NettyTransport transport,
      VendorConnections connections,
      DispatchMetrics metrics,
      CallTracer tracer,
      ApplicationContext context) {
    Worker worker =
        new Worker(
            new Worker.Parts(
                settings,
                directory,
                kafka,
                credentials,
                transport,
                directoryNow -> {
                  connections.use(directoryNow);
                  metrics.use(directoryNow);
                },
                metrics,
                tracer,
                _ -> endProcess(context)));
    metrics.watch(worker::snapshot);
    metrics.watchAllowed(worker::allowedPerSecond);
    metrics.watchHeld(worker::held);
    metrics.watchRebalances(worker::rebalances);
    metrics.watchGroupSilence(worker::groupSilence);
    metrics.watchCoreSilence(worker::coreSilence);
    metrics.watchClock(worker::isClockStepped);
    metrics.watchRetention(worker::retentionUsed);
    metrics.watchHttp(new TransportFigures(transport));
    metrics.watchControl(worker.control()::refused);
    return worker;
  }

  @Bean
  DispatchMetrics dispatchMetrics(
      PrometheusMeterRegistry registry, DispatchSettings settings, Directory directory) {
    return new DispatchMetrics(registry, directory, settings.metrics().maxWorkspaces());
  }

  /**
   * A worker that can no longer write or decide ends, so that another takes its partitions over.
   */
  private static void endProcess(ApplicationContext context) {
    Thread.ofPlatform()
        .name("dispatch-exit")
        .start(() -> System.exit(SpringApplication.exit(context, () -> 1)));
  }
}
