package io.campaigndispatch.chaos.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * When the sandbox stood still: on a machine with much to do its one event loop reads late what has
 * come, and messages that were paced are noted in a bunch. Asks it every few milliseconds; between
 * two answers that are far apart nobody knows when a message came.
 */
final class StandStills implements AutoCloseable {

  private static final long ASK_EVERY_MILLIS = 5;

  /** Answers further apart than this are a gap. */
  private static final long PUNCTUAL_MILLIS = 10;

  private static final byte[] QUESTION =
      "GET /sandbox/none HTTP/1.1\r\nHost: sandbox\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final int port;
  private final TreeMap<Long, Long> gaps = new TreeMap<>();
  private final Thread thread;
  private volatile boolean closed;

  StandStills(int port) {
    this.port = port;
    thread = Thread.ofPlatform().name("chaos-stand-stills").daemon().start(this::run);
  }

  private void run() {
    byte[] buffer = new byte[4_096];
    long answered = System.currentTimeMillis();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        InputStream in = socket.getInputStream();
        OutputStream out = socket.getOutputStream()) {
      socket.setTcpNoDelay(true);
      while (!closed) {
        out.write(QUESTION);
        if (in.read(buffer) < 0) {
          return;
        }
        long now = System.currentTimeMillis();
        note(answered, now);
        answered = now;
        TimeUnit.MILLISECONDS.sleep(ASK_EVERY_MILLIS);
      }
    } catch (IOException ended) {
      // The sandbox is closed.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Nothing is known of the time between. */
  private synchronized void note(long fromMillis, long toMillis) {
    if (toMillis - fromMillis > PUNCTUAL_MILLIS) {
      gaps.put(fromMillis, toMillis);
    }
  }

  /** When a message may have come that was noted at this time. */
  synchronized Instant earliest(Instant noted) {
    Map.Entry<Long, Long> gap = gaps.floorEntry(noted.toEpochMilli());
    return gap != null && noted.toEpochMilli() <= gap.getValue()
        ? Instant.ofEpochMilli(gap.getKey())
        : noted;
  }

  /** The longest so far, milliseconds. */
  synchronized long longest() {
    return gaps.entrySet().stream().mapToLong(gap -> gap.getValue() - gap.getKey()).max().orElse(0);
  }

  @Override
  public void close() throws InterruptedException {
    closed = true;
    thread.join();
  }
}
