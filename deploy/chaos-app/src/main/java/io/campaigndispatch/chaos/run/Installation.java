package io.campaigndispatch.chaos.run;

import io.campaigndispatch.chaos.cluster.Brokers;
import io.campaigndispatch.chaos.cluster.Dispatcher;
import io.campaigndispatch.chaos.net.Network;
import io.campaigndispatch.chaos.net.Ports;
import io.campaigndispatch.chaos.plan.Weather;
import io.campaigndispatch.chaos.proof.Disruption;
import io.campaigndispatch.sandbox.Sandbox;
import io.campaigndispatch.sandbox.SandboxSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Everything that is broken: brokers, dispatchers, the networks between them, the vendors. */
final class Installation implements AutoCloseable {

  static final int BROKERS = 3;

  /** The machine may have others to serve. */
  private static final Duration READY_WITHIN = Duration.ofMinutes(4);

  private static final Duration STOP_WITHIN = Duration.ofSeconds(30);

  private final Brokers brokers;
  private final Sandbox sandbox;
  private final StandStills standStills;
  private final List<Network> networks = new ArrayList<>();
  private final List<Dispatcher> dispatchers = new ArrayList<>();
  private final Chronicle chronicle;

  private Installation(Brokers brokers, Sandbox sandbox, Chronicle chronicle) {
    this.brokers = brokers;
    this.sandbox = sandbox;
    this.standStills = new StandStills(sandbox.port());
    this.chronicle = chronicle;
  }

  /**
   * Starts everything; returns when every dispatcher is ready.
   *
   * @param root of this checkout
   * @param folder for data, settings and logs
   */
  static Installation start(
      Path root, Path folder, int dispatchers, Tenants tenants, Chronicle chronicle)
      throws IOException, InterruptedException {
    Sandbox.warmUp();
    Installation installation =
        new Installation(
            new Brokers(folder, BROKERS, dispatchers),
            Sandbox.start(SandboxSettings.defaults()),
            chronicle);
    try {
      installation.start(root, folder, dispatchers, tenants);
      return installation;
    } catch (IOException | InterruptedException | RuntimeException e) {
      installation.close();
      throw e;
    }
  }

  private void start(Path root, Path folder, int size, Tenants tenants)
      throws IOException, InterruptedException {
    for (int slot = 0; slot < size; slot++) {
      networks.add(new Network(brokers.targets(slot)));
    }
    brokers.start(networks.stream().map(Network::ports).toList(), READY_WITHIN);
    Path workspaces = folder.resolve("workspaces.yaml");
    Files.writeString(workspaces, tenants.yaml().apply(sandbox::uri));
    for (int slot = 0; slot < size; slot++) {
      int own = slot;
      dispatchers.add(
          new Dispatcher(
              root,
              workspaces,
              networks.get(slot).ports().stream()
                  .map(port -> "127.0.0.1:" + port)
                  .collect(Collectors.joining(",")),
              Ports.next(),
              folder.resolve("dispatcher-" + slot + ".log"),
              settings(tenants),
              tenants.environment(),
              status -> ended(own, status)));
    }
    // The first one creates the topics.
    dispatchers.getFirst().start();
    awaitReady(dispatchers.subList(0, 1));
    for (Dispatcher dispatcher : dispatchers) {
      dispatcher.start();
    }
    awaitReady(dispatchers);
  }

  private static List<String> settings(Tenants tenants) {
    return Stream.concat(
            Stream.of(
                "--dispatch.topics.partitions=12", "--dispatch.topics.replication=" + BROKERS),
            tenants.settings().stream())
        .toList();
  }

  private void ended(int slot, int status) {
    chronicle.say("dispatcher " + slot + ": ended by itself with status " + status);
    chronicle.add(Disruption.kill(slot, Instant.now()));
  }

  private static void awaitReady(List<Dispatcher> which) throws InterruptedException {
    for (Dispatcher dispatcher : which) {
      if (!dispatcher.awaitReady(READY_WITHIN)) {
        throw new IllegalStateException(
            "not ready after %d s: see %s".formatted(READY_WITHIN.toSeconds(), dispatcher.log()));
      }
    }
  }

  /** Waits until one says that it is ready. */
  void awaitReady(int slot) throws InterruptedException {
    awaitReady(List.of(dispatchers.get(slot)));
  }

  /** Ends every trouble; returns when every dispatcher is ready again. */
  void calm() throws IOException, InterruptedException {
    sandbox.clearFaults();
    for (Network network : networks) {
      network.set(Weather.CLEAR);
    }
    for (int node : brokers.revive()) {
      chronicle.say("broker " + node + ": had ended by itself");
    }
    for (Dispatcher dispatcher : dispatchers) {
      dispatcher.wake();
      dispatcher.start();
    }
    awaitReady(dispatchers);
  }

  /** Stops the dispatchers in good order. */
  void stopDispatchers() throws InterruptedException {
    for (int slot = 0; slot < dispatchers.size(); slot++) {
      if (!dispatchers.get(slot).stop(STOP_WITHIN)) {
        chronicle.say("dispatcher " + slot + ": did not end after SIGTERM, killed");
      }
    }
  }

  Brokers brokers() {
    return brokers;
  }

  Sandbox sandbox() {
    return sandbox;
  }

  StandStills standStills() {
    return standStills;
  }

  Network network(int slot) {
    return networks.get(slot);
  }

  Dispatcher dispatcher(int slot) {
    return dispatchers.get(slot);
  }

  List<Dispatcher> dispatchers() {
    return dispatchers;
  }

  @Override
  public void close() throws IOException, InterruptedException {
    for (Dispatcher dispatcher : dispatchers) {
      dispatcher.kill();
    }
    brokers.close();
    for (Network network : networks) {
      network.close();
    }
    // While it is still answered.
    standStills.close();
    sandbox.close();
  }
}
