package io.campaigndispatch.dispatcher.embedded;

import java.io.IOException;
import java.nio.file.Path;

/** A broker in a process of its own, to be killed: prints its address, then waits. */
final class BrokerProcess {

  private BrokerProcess() {}

  public static void main(String[] arguments) throws IOException {
    EmbeddedBrokerStart start =
        EmbeddedBroker.start(new EmbeddedBrokerSettings(Path.of(arguments[0]), null));
    System.out.println(
        switch (start) {
          case EmbeddedBrokerStart.Started(EmbeddedBroker broker) -> broker.bootstrapServers();
          case EmbeddedBrokerStart.Refused(String reason) -> reason;
        });
    while (System.in.read() >= 0) {
      // Waits until the parent closes the pipe or kills the process.
    }
  }

  static Process start(Path dataDir) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            BrokerProcess.class.getName(),
            dataDir.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }
}
