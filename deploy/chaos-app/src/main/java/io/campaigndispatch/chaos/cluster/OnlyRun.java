package io.campaigndispatch.chaos.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Optional;

/**
 * That nothing else here kills brokers: a broker that was killed leaves its port, another run's may
 * get it, and then each run finds the other's requests. A port is held for it, which, unlike a
 * file, two network namespaces have each.
 */
public final class OnlyRun implements AutoCloseable {

  /** Of the registered ports none that the suite's own, ephemeral ones could get. */
  static final int PORT = 27_911;

  /** What to tell whoever gets none. */
  public static final String TAKEN =
      "port %d is taken: expected no other run of deploy/chaos or deploy/fault-drill on this machine, since a"
              .formatted(PORT)
          + " killed broker's port could get the other's broker (in a network namespace of its own one can run)";

  private final ServerSocket held;

  private OnlyRun(ServerSocket held) {
    this.held = held;
  }

  /** Nobody else gets it until it is closed; empty when somebody has it. */
  public static Optional<OnlyRun> begin() {
    try {
      return Optional.of(new OnlyRun(new ServerSocket(PORT, 1, InetAddress.getLoopbackAddress())));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  @Override
  public void close() throws IOException {
    held.close();
  }
}
