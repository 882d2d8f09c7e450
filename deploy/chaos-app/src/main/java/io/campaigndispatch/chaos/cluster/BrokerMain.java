package io.campaigndispatch.chaos.cluster;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * A broker's process: {@code BrokerMain PROPERTIES CLUSTER_ID}. Its data stays when it ends,
 * however it ends.
 */
final class BrokerMain {

  private BrokerMain() {}

  public static void main(String[] arguments) throws Exception {
    Properties properties = new Properties();
    try (InputStream in = Files.newInputStream(Path.of(arguments[0]))) {
      properties.load(in);
    }
    format(properties, arguments[1]);
    KafkaRaftServer server =
        new KafkaRaftServer(KafkaConfig.fromProps(properties, false), Time.SYSTEM);
    try {
      server.startup();
      server.awaitShutdown();
    } catch (Throwable failure) {
      // Its threads would keep a process alive that serves nobody.
      failure.printStackTrace();
      Runtime.getRuntime().halt(1);
    }
  }

  private static void format(Properties properties, String cluster) throws Exception {
    String folder = properties.getProperty("log.dirs");
    if (Files.exists(Path.of(folder, "meta.properties"))) {
      return;
    }
    new Formatter()
        .setPrintStream(
            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
        .setClusterId(cluster)
        .setNodeId(Integer.parseInt(properties.getProperty("node.id")))
        .setControllerListenerName(BrokerFile.CONTROLLER)
        .setMetadataLogDirectory(folder)
        .addDirectory(folder)
        .run();
  }
}
