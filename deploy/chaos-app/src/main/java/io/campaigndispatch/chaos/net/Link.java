package io.campaigndispatch.chaos.net;

import io.campaigndispatch.chaos.plan.Weather;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The way from one dispatcher to one broker's listener: a port of our own, whose connections are
 * carried on to the broker's, one thread for each direction. Bytes that get stuck are not lost:
 * when the way is clear again they arrive, late, as they do in a network that was partitioned.
 */
final class Link implements AutoCloseable {

  private static final int BUFFER = 64 << 10;

  private final Gate gate;
  private final ServerSocket door;
  private final int target;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

  /**
   * @param target the broker's port
   */
  Link(Gate gate, int target) throws IOException {
    this.gate = gate;
    this.target = target;
    this.door = new ServerSocket(Ports.next(), 256, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return door.getLocalPort();
  }

  private void accept() {
    while (!door.isClosed()) {
      try {
        Socket client = door.accept();
        sockets.add(client);
        Thread.ofVirtual().start(() -> connect(client));
      } catch (IOException closed) {
        // Closed, or a connection that went as it came.
      }
    }
  }

  private void connect(Socket client) {
    Socket broker = new Socket();
    sockets.add(broker);
    try {
      if (gate.weather() == Weather.CLOSED) {
        throw new IOException("reset on purpose");
      }
      client.setTcpNoDelay(true);
      broker.setTcpNoDelay(true);
      broker.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target));
    } catch (IOException refused) {
      reset(client);
      reset(broker);
      return;
    }
    Thread.ofVirtual().start(() -> carry(client, broker, false));
    Thread.ofVirtual().start(() -> carry(broker, client, true));
  }

  private void carry(Socket from, Socket to, boolean answer) {
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        gate.pass(answer);
        out.write(buffer, 0, read);
      }
      // An end, too, is told only as fast as the network allows.
      gate.pass(answer);
    } catch (IOException over) {
      // One side went: so does the other.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      reset(from);
      reset(to);
    }
  }

  /** Resets every connection there is. */
  void resetAll() {
    sockets.forEach(this::reset);
  }

  private void reset(Socket socket) {
    sockets.remove(socket);
    try (socket) {
      socket.setSoLinger(true, 0);
    } catch (IOException gone) {
      // It is closed, which is what was wanted.
    }
  }

  @Override
  public void close() throws IOException {
    door.close();
    resetAll();
  }
}
