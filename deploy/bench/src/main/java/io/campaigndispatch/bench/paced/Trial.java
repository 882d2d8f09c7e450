package io.campaigndispatch.bench.paced;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.campaigndispatch.bench.Child;
import io.campaigndispatch.bench.stub.VendorStub;
import io.campaigndispatch.bench.throughput.Backlog;
import io.campaigndispatch.bench.throughput.Broker;
import io.campaigndispatch.bench.throughput.DispatcherCommand;
import io.campaigndispatch.bench.throughput.Participant;
import io.campaigndispatch.bench.throughput.Peer;
import io.campaigndispatch.bench.throughput.Throttles;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;

/** One participant on topics of its own, before a vendor of its own that notes every call. */
public final class Trial implements AutoCloseable {
  private final Setup setup;
  private final Optional<DispatcherCommand> dispatcher;
  private final Backlog topics;
  private final VendorStub stub;
  private final CallLog calls;
  private final Path workspaces;
  private final Admin admin;
  private final List<Runner> runners = new ArrayList<>();

  /**
   * @param atOnce the participant's calls at once
   * @param workspaces all that send
   */
  public record Setup(
      Participant participant,
      int atOnce,
      Duration vendorLatency,
      List<String> workspaces,
      Throttles throttles) {}

  private Trial(
      Setup setup,
      Optional<DispatcherCommand> dispatcher,
      Backlog topics,
      VendorStub stub,
      Path workspaces) {
    this.setup = setup;
    this.dispatcher = dispatcher;
    this.topics = topics;
    this.stub = stub;
    this.calls = new CallLog(stub);
    this.workspaces = workspaces;
    this.admin = Admin.create(Map.of("bootstrap.servers", topics.bootstrap()));
  }

  /**
   * Creates the topics and starts the vendor, nothing else.
   *
   * @param name tells its topics from those of all other trials
   */
  public static Trial prepare(
      Broker broker, Optional<DispatcherCommand> dispatcher, String name, Setup setup)
      throws IOException, InterruptedException {
    String participant = setup.participant().name().toLowerCase(Locale.ROOT);
    Backlog topics = new Backlog(broker.bootstrap(), participant + "-" + name + ".");
    topics.create();
    VendorStub stub = VendorStub.recording(setup.vendorLatency());
    Path workspaces = Files.createTempFile("bench-workspaces-", ".yaml");
    Files.writeString(
        workspaces,
        Workspaces.yaml(stub.uri(), setup.atOnce(), setup.workspaces(), setup.throttles()),
        UTF_8);
    return new Trial(setup, dispatcher, topics, stub, workspaces);
  }

  public Backlog topics() {
    return topics;
  }

  public VendorStub stub() {
    return stub;
  }

  public CallLog calls() {
    return calls;
  }

  /** Starts a process of the participant, beside those that run. */
  public Runner start() throws IOException {
    Runner runner = setup.participant() == Participant.DISPATCHER ? startDispatcher() : startPeer();
    runners.add(runner);
    return runner;
  }

  private Runner startDispatcher() throws IOException {
    int port = Broker.freePort();
    long now = System.nanoTime();
    Child child = dispatcher.orElseThrow().start(topics, workspaces, port);
    URI http = URI.create("http://127.0.0.1:" + port);
    return new Runner(child, () -> DispatcherCommand.isReady(http), now, Optional.of(http));
  }

  private Runner startPeer() throws IOException {
    Peer peer = new Peer(topics, stub.uri(), setup.atOnce(), setup.throttles());
    PeerGroup group = new PeerGroup(admin, peer.groupId());
    Set<String> former = group.members();
    long now = System.nanoTime();
    Child child =
        Child.jvm(
                setup.participant().name().toLowerCase(Locale.ROOT),
                List.of("-Xmx1g"),
                peer.command(setup.participant()))
            .muted();
    return new Runner(child, () -> group.isSettledWithout(former), now, Optional.empty());
  }

  @Override
  public void close() {
    runners.forEach(Runner::close);
    stub.close();
    admin.close(Duration.ofSeconds(5));
    try {
      Files.deleteIfExists(workspaces);
      topics.delete();
    } catch (IOException e) {
      // A file left behind in the temporary folder harms nobody.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
