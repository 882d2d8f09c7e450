package io.campaigndispatch.dispatcher.embedded;

import io.campaigndispatch.dispatcher.logs.LogEvent;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real single-node Kafka (KRaft, broker and controller in one) in this process, on the loopback
 * address, whose data outlives it. A process that was killed leaves a directory that the next start
 * recovers.
 */
public final class EmbeddedBroker implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBroker.class);
  private static final String LOCK = "embedded.lock";

  private final KafkaRaftServer server;
  private final FileChannel lock;
  private final int port;

  private EmbeddedBroker(KafkaRaftServer server, FileChannel lock, int port) {
    this.server = server;
    this.lock = lock;
    this.port = port;
  }

  /** Starts the broker; returns when it answers, or with the reason why it does not. */
  public static EmbeddedBrokerStart start(EmbeddedBrokerSettings settings) {
    Path dataDir = settings.dataDir().toAbsolutePath().normalize();
    FileChannel lock;
    try {
      Files.createDirectories(dataDir);
      lock = lock(dataDir);
    } catch (IOException unusable) {
      return refused(dataDir, "cannot be used as a data directory: " + unusable);
    }
    if (lock == null) {
      return refused(dataDir, "is in use by another process");
    }
    EmbeddedBrokerStart start = start(dataDir, settings.port(), lock);
    if (start instanceof EmbeddedBrokerStart.Refused) {
      release(lock);
    }
    return start;
  }

  private static EmbeddedBrokerStart start(
      Path dataDir, @Nullable Integer wantedPort, FileChannel lock) {
    try {
      Integer port = Ports.choose(dataDir, wantedPort).orElse(null);
      if (port == null) {
        return refused(dataDir, "cannot be served on port " + wantedPort + ": the port is taken");
      }
      format(dataDir);
      KafkaConfig config =
          KafkaConfig.fromProps(BrokerProperties.of(dataDir, port, Ports.anyFree()), false);
      KafkaRaftServer server = startup(config);
      LogEvent.EMBEDDED_KAFKA_READY.log(LOG, BrokerProperties.HOST, port, dataDir);
      return new EmbeddedBrokerStart.Started(new EmbeddedBroker(server, lock, port));
    } catch (Exception unusable) { // The server's Scala code declares nothing and throws anything.
      return refused(dataDir, "cannot be used as a data directory: " + unusable);
    }
  }

  /** Kafka ends its process where it cannot go on: here that is ours too, so it has to say why. */
  private static void tellOfEnds() {
    Exit.setExitProcedure(
        (status, reason) -> {
          LogEvent.EMBEDDED_KAFKA_ENDS.log(LOG, reason, new Throwable("from"));
          Runtime.getRuntime().exit(status);
        });
    Exit.setHaltProcedure(
        (status, reason) -> {
          LogEvent.EMBEDDED_KAFKA_HALTS.log(LOG, reason, new Throwable("from"));
          Runtime.getRuntime().halt(status);
        });
  }

  private static KafkaRaftServer startup(KafkaConfig config) {
    tellOfEnds();
    KafkaRaftServer server = new KafkaRaftServer(config, Time.SYSTEM);
    try {
      server.startup();
      return server;
    } catch (Throwable failure) {
      server.shutdown();
      throw failure;
    }
  }

  /** Where a broker of another process answers on this data; empty when none runs. */
  public static Optional<String> running(EmbeddedBrokerSettings settings) {
    Path dataDir = settings.dataDir().toAbsolutePath().normalize();
    if (!Files.isRegularFile(dataDir.resolve(LOCK))) {
      return Optional.empty();
    }
    try {
      FileChannel lock = lock(dataDir);
      if (lock != null) {
        release(lock);
        return Optional.empty();
      }
      return Ports.lastOf(dataDir, settings.port()).map(port -> BrokerProperties.HOST + ":" + port);
    } catch (IOException unreadable) {
      return Optional.empty();
    }
  }

  /** What clients connect to, as {@code host:port}. */
  public String bootstrapServers() {
    return BrokerProperties.HOST + ":" + port;
  }

  /** Stops the server, its data flushed and its segments closed; a second call does nothing. */
  @Override
  public void close() {
    if (!lock.isOpen()) {
      return;
    }
    server.shutdown();
    server.awaitShutdown();
    release(lock);
  }

  private static void format(Path dataDir) throws Exception {
    if (Files.exists(dataDir.resolve("meta.properties"))) {
      return;
    }
    new Formatter()
        .setPrintStream(
            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
        .setNodeId(BrokerProperties.NODE_ID)
        .setClusterId(Uuid.randomUuid().toString())
        .addDirectory(dataDir.toString())
        .setMetadataLogDirectory(dataDir.toString())
        .setControllerListenerName(BrokerProperties.CONTROLLER)
        .run();
  }

  /** Null when another process, or another broker of this one, has the directory. */
  private static @Nullable FileChannel lock(Path dataDir) throws IOException {
    FileChannel channel =
        FileChannel.open(
            dataDir.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock taken = channel.tryLock();
      if (taken != null) {
        return channel;
      }
    } catch (OverlappingFileLockException alsoTaken) {
      // Answered like a lock of another process.
    }
    channel.close();
    return null;
  }

  private static void release(FileChannel lock) {
    try {
      lock.close();
    } catch (IOException unlikely) {
      LogEvent.EMBEDDED_LOCK_KEPT.log(LOG, unlikely);
    }
  }

  private static EmbeddedBrokerStart refused(Path dataDir, String reason) {
    String line = "embedded broker: " + dataDir + " " + reason;
    return new EmbeddedBrokerStart.Refused(line.replaceAll("\\s*[\\r\\n]+\\s*", " "));
  }
}
