package io.campaigndispatch.chaos.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * Asks the sandbox every few milliseconds, on a thread of its own, so as to know when it stood
 * still.
 */
final class StandStills implements AutoCloseable {

  private static final long ASK_EVERY_MILLIS = 5;

  private static final byte[] QUESTION =
      "GET /sandbox/none HTTP/1.1\r\nHost: sandbox\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final int port;
  private final Probes probes = new Probes(ASK_EVERY_MILLIS);
  private final Thread thread;
  private volatile boolean closed;

  StandStills(int port) {
    this.port = port;
    thread = Thread.ofPlatform().name("chaos-stand-stills").daemon().start(this::run);
  }

  private void run() {
    byte[] buffer = new byte[4_096];
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        InputStream in = socket.getInputStream();
        OutputStream out = socket.getOutputStream()) {
      socket.setTcpNoDelay(true);
      while (!closed) {
        long asked = System.currentTimeMillis();
        out.write(QUESTION);
        if (in.read(buffer) < 0) {
          return;
        }
        probes.add(asked, System.currentTimeMillis());
        TimeUnit.MILLISECONDS.sleep(ASK_EVERY_MILLIS);
      }
    } catch (IOException ended) {
      // The sandbox is closed.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** When a message may have come that was noted at this time. */
  Instant earliest(Instant noted) {
    return Instant.ofEpochMilli(probes.earliest(noted.toEpochMilli()));
  }

  /** How late whatever ran about that time may have been, milliseconds. */
  long lateness(Instant about) {
    return probes.lateness(about.toEpochMilli());
  }

  /** The longest so far, milliseconds. */
  long longest() {
    return probes.longest();
  }

  @Override
  public void close() throws InterruptedException {
    closed = true;
    thread.join();
  }
}
