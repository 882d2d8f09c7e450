package io.campaigndispatch.bench.throughput;

import io.campaigndispatch.bench.Child;
import io.campaigndispatch.bench.Options;
import io.campaigndispatch.bench.Report;
import io.campaigndispatch.bench.Spread;
import io.campaigndispatch.bench.stub.VendorStub;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Each participant in turn works off a backlog of its own over the same broker, while the vendor
 * stub counts; rounds are interleaved. Measured is a window after a warm-up: calls that the stub
 * answered, and the CPU time of the participant's process, user and system.
 */
public final class ThroughputScenario {
  private static final Duration FIRST_CALL_WITHIN = Duration.ofSeconds(120);
  private static final List<Long> VENDOR_MILLIS = List.of(0L, 200L);

  private final Options options;
  private final Optional<DispatcherCommand> dispatcher;
  private final Duration warmUp;
  private final Duration measured;
  private final List<Participant> participants;
  private final List<Measurement> measurements = new ArrayList<>();

  /** One participant, one vendor latency, one round. */
  record Measurement(
      String participant,
      long vendorMillis,
      int atOnce,
      int round,
      long messages,
      double perSecond,
      double cpuSecondsPer100k,
      long answeredInAll,
      Map<String, Long> outcomesInAll) {

    Measurement withTotals(long answered, Map<String, Long> outcomes) {
      return new Measurement(
          participant,
          vendorMillis,
          atOnce,
          round,
          messages,
          perSecond,
          cpuSecondsPer100k,
          answered,
          outcomes);
    }
  }

  public ThroughputScenario(Options options) {
    this.options = options;
    this.dispatcher = DispatcherCommand.find(options.dispatcher());
    this.participants =
        Stream.of(Participant.values())
            .filter(options::takes)
            .filter(p -> p != Participant.DISPATCHER || dispatcher.isPresent())
            .toList();
    this.warmUp = Duration.ofSeconds(options.quick() ? 5 : 12);
    this.measured = Duration.ofSeconds(options.quick() ? 4 : 12);
  }

  public void run() throws IOException, InterruptedException {
    if (dispatcher.isEmpty()) {
      System.err.println(
          "The dispatcher takes no part: there is no deploy/dispatcher (--dispatcher names another command).");
    }
    try (Broker broker = Broker.start()) {
      for (int round = 1; round <= options.rounds(); round++) {
        for (long vendorMillis : VENDOR_MILLIS) {
          for (Participant participant : participants) {
            measure(broker, participant, vendorMillis, round);
          }
        }
      }
    }
    print();
    Path json = options.json();
    if (json != null) {
      Report.write(json, "throughput", measurements);
    }
  }

  private void measure(Broker broker, Participant participant, long vendorMillis, int round)
      throws IOException, InterruptedException {
    boolean slow = vendorMillis > 0;
    String prefix =
        "%s-%d-%d.".formatted(participant.name().toLowerCase(Locale.ROOT), vendorMillis, round);
    Backlog backlog = new Backlog(broker.bootstrap(), prefix);
    long size = participant.backlog(slow) / (options.quick() ? 2 : 1);
    backlog.load(size);
    Path workspaces = Files.createTempFile("bench-workspaces-", ".yaml");
    try (VendorStub stub = VendorStub.start(Duration.ofMillis(vendorMillis))) {
      Peer peer = new Peer(backlog, stub.uri(), participant.atOnce(slow));
      Measurement taken;
      try (Child child = start(participant, peer, workspaces)) {
        taken = watch(child, stub, participant, peer, vendorMillis, round, size);
      }
      // Ended in an orderly way: what it still answered is an outcome by now, unless it was cut
      // off.
      taken = taken.withTotals(stub.answered(), backlog.outcomesThere());
      measurements.add(taken);
      System.err.printf(
          Locale.ROOT,
          "round %d of %d, vendor %d ms, %s: %,.0f/s, %.1f CPU-s per 100,000 (%,d calls, outcomes %s)%n",
          round,
          options.rounds(),
          vendorMillis,
          participant.title(),
          taken.perSecond(),
          taken.cpuSecondsPer100k(),
          taken.answeredInAll(),
          taken.outcomesInAll());
    } finally {
      Files.deleteIfExists(workspaces);
      backlog.delete();
    }
  }

  private Child start(Participant participant, Peer peer, Path workspaces) throws IOException {
    return participant == Participant.DISPATCHER
        ? dispatcher.orElseThrow().start(peer, workspaces)
        : Child.jvm(
                participant.name().toLowerCase(Locale.ROOT),
                List.of("-Xmx1g"),
                peer.command(participant))
            .muted();
  }

  private Measurement watch(
      Child child,
      VendorStub stub,
      Participant participant,
      Peer peer,
      long vendorMillis,
      int round,
      long size)
      throws IOException, InterruptedException {
    long begun = System.nanoTime();
    while (stub.answered() == 0) {
      if (!child.isAlive() || System.nanoTime() - begun > FIRST_CALL_WITHIN.toNanos()) {
        throw new IllegalStateException(participant + " made no call:\n" + child.tail());
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
    TimeUnit.MILLISECONDS.sleep(warmUp.toMillis());
    long from = stub.answered();
    Duration cpuFrom = child.cpu();
    long start = System.nanoTime();
    long to = from;
    while (to < size && System.nanoTime() - start < measured.toNanos()) {
      TimeUnit.MILLISECONDS.sleep(50);
      to = stub.answered();
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    double cpu = child.cpu().minus(cpuFrom).toNanos() / 1e9;
    if (to == from || seconds < 1) {
      throw new IllegalStateException(
          participant
              + ": "
              + from
              + " of "
              + size
              + " were done before the measurement:\n"
              + child.tail());
    }
    return new Measurement(
        participant.name(),
        vendorMillis,
        peer.atOnce(),
        round,
        to - from,
        (to - from) / seconds,
        cpu * 100_000 / (to - from),
        to,
        Map.of());
  }

  private void print() {
    List<List<String>> rows = new ArrayList<>();
    for (long vendorMillis : VENDOR_MILLIS) {
      for (Participant participant : participants) {
        List<Measurement> own =
            measurements.stream()
                .filter(
                    m ->
                        m.participant().equals(participant.name())
                            && m.vendorMillis() == vendorMillis)
                .toList();
        if (!own.isEmpty()) {
          rows.add(
              List.of(
                  vendorMillis + " ms",
                  participant.title(),
                  String.format(Locale.ROOT, "%,d", own.getFirst().atOnce()),
                  Spread.of(own.stream().map(Measurement::perSecond).toList()).text(0),
                  Spread.of(own.stream().map(Measurement::cpuSecondsPer100k).toList()).text(1)));
        }
      }
    }
    System.out.print(
        Report.table(
            List.of("vendor", "participant", "at once", "messages/s", "CPU-s per 100,000"), rows));
  }
}
