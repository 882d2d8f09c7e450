package io.campaigndispatch.dispatcher.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Picks the broker's port: one that outside producers can rely on where that is possible. */
final class Ports {

  /** Kafka's usual port. */
  static final int USUAL = 9092;

  private static final String REMEMBERED = "embedded.port";

  private Ports() {}

  /** The port to listen on; empty when the wanted one is taken. */
  static Optional<Integer> choose(Path dataDir, @Nullable Integer wanted) throws IOException {
    if (wanted != null) {
      return isFree(wanted) ? Optional.of(wanted) : Optional.empty();
    }
    Path memory = dataDir.resolve(REMEMBERED);
    Optional<Integer> remembered = read(memory);
    int preferred = remembered.orElse(USUAL);
    int port = isFree(preferred) ? preferred : anyFree();
    if (remembered.isEmpty()) {
      Files.writeString(memory, port + "\n");
    }
    return Optional.of(port);
  }

  /** The port that was listened on last. */
  static Optional<Integer> lastOf(Path dataDir, @Nullable Integer wanted) throws IOException {
    return wanted == null ? read(dataDir.resolve(REMEMBERED)) : Optional.of(wanted);
  }

  static int anyFree() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1);
      return true;
    } catch (IOException taken) {
      return false;
    }
  }

  private static Optional<Integer> read(Path memory) throws IOException {
    if (!Files.exists(memory)) {
      return Optional.empty();
    }
    String text = Files.readString(memory).strip();
    return text.matches("[1-9]\\d{0,4}") && Integer.parseInt(text) <= 65_535
        ? Optional.of(Integer.valueOf(text))
        : Optional.empty();
  }
}
