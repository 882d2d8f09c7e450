package io.campaigndispatch.bench;

import io.campaigndispatch.bench.http.ClientRun;
import io.campaigndispatch.bench.http.HttpClientsScenario;
import io.campaigndispatch.bench.stub.VendorStub;
import io.campaigndispatch.bench.throughput.Broker;
import io.campaigndispatch.bench.throughput.PeerMain;
import io.campaigndispatch.bench.throughput.ThroughputScenario;
import java.util.Arrays;
import java.util.List;

/** The command line: one scenario per run, or (from a scenario) one of its processes. */
public final class Bench {
  private static final String USAGE =
      """
      usage: run SCENARIO [--quick] [--rounds N] [--json FILE] [--only NAME,NAME] [--dispatcher COMMAND]

        http-clients   our HTTP transport beside the JDK's, Vert.x's and Apache's, alone
        throughput     the dispatcher beside a Spring Kafka listener, Parallel Consumer and the
                       bare pipeline, from Kafka through a vendor back to Kafka

        --quick        one short round: shows that it works, not how fast it is
        --rounds N     interleaved rounds, 1 to 20 (3); the table shows median (least-most)
        --json FILE    every single measurement, as JSON
        --only NAMES   of ours, vertx, apache, jdk; or of limit, dispatcher, parallel_key,
                       parallel_unordered, listener
        --dispatcher COMMAND
                       starts the dispatcher, to which its configuration is passed as arguments
                       (deploy/dispatcher)
      """;

  private Bench() {}

  public static void main(String[] args) throws Exception {
    if (args.length == 0 || List.of(args).contains("--help")) {
      System.out.print(USAGE);
      return;
    }
    List<String> rest = Arrays.asList(args).subList(1, args.length);
    switch (args[0]) {
      case "http-clients" -> new HttpClientsScenario(options(rest)).run();
      case "throughput" -> new ThroughputScenario(options(rest)).run();
      case Broker.COMMAND -> Broker.main(rest);
      case PeerMain.COMMAND -> PeerMain.main(rest);
      case VendorStub.COMMAND -> VendorStub.main(rest);
      case ClientRun.COMMAND -> ClientRun.main(rest);
      default -> refuse("unknown scenario " + args[0]);
    }
  }

  private static Options options(List<String> args) {
    try {
      return Options.parse(args);
    } catch (IllegalArgumentException e) {
      throw refuse(String.valueOf(e.getMessage()));
    }
  }

  private static IllegalStateException refuse(String problem) {
    System.err.println(problem);
    System.err.print(USAGE);
    System.exit(2);
    return new IllegalStateException(problem);
  }
}
