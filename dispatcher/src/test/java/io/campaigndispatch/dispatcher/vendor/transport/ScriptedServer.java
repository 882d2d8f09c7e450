package io.campaigndispatch.dispatcher.vendor.transport;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A server on bare sockets: each connection plays the script, and what arrives is counted. */
final class ScriptedServer implements AutoCloseable {
  static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  private final ServerSocket listener;
  private final Script script;
  private final AtomicInteger connections = new AtomicInteger();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final CompletableFuture<Boolean> clientGone = new CompletableFuture<>();

  /** What happens on one connection; it is closed afterwards. */
  @FunctionalInterface
  interface Script {
    void play(Wire wire) throws IOException;
  }

  ScriptedServer(ServerSocket listener, Script script) {
    this.listener = listener;
    this.script = script;
    Thread.ofVirtual().start(this::accept);
  }

  static ScriptedServer start(Script script) {
    try {
      return new ScriptedServer(
          new ServerSocket(0, 1024, InetAddress.getByName("127.0.0.1")), script);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Answers every request alike. */
  static ScriptedServer answering(String reply) {
    return start(wire -> wire.serve(reply));
  }

  int port() {
    return listener.getLocalPort();
  }

  int connections() {
    return connections.get();
  }

  /** Heads and bodies as they came, oldest first. */
  List<String> requests() {
    return List.copyOf(requests);
  }

  /** Waits until the client has closed a connection. */
  boolean clientClosed() {
    return clientGone.copy().completeOnTimeout(false, 10, TimeUnit.SECONDS).join();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = listener.accept();
        connections.incrementAndGet();
        sockets.add(socket);
        Thread.ofVirtual().start(() -> play(socket));
      }
    } catch (IOException e) {
      // The listener is closed: the test is over.
    }
  }

  private void play(Socket socket) {
    try (socket) {
      script.play(new Wire(socket));
    } catch (IOException e) {
      clientGone.complete(true);
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  /** One accepted connection. */
  final class Wire {
    private final Socket socket;
    private final InputStream in;

    Wire(Socket socket) throws IOException {
      this.socket = socket;
      this.in = socket.getInputStream();
    }

    /** The next request, head and body; null when the client closed. */
    @Nullable String read() throws IOException {
      String head = readHead();
      if (head == null) {
        return null;
      }
      int length = 0;
      for (String line : head.split("\r\n")) {
        if (line.regionMatches(true, 0, "content-length:", 0, 15)) {
          length = Integer.parseInt(line.substring(15).strip());
        }
      }
      String whole = head + new String(in.readNBytes(length), ISO_8859_1);
      requests.add(whole);
      return whole;
    }

    /** Only the head; the body stays unread. */
    @Nullable String readHead() throws IOException {
      StringBuilder head = new StringBuilder();
      while (head.length() < 4 || head.indexOf("\r\n\r\n", head.length() - 4) < 0) {
        int next = in.read();
        if (next < 0) {
          clientGone.complete(true);
          return null;
        }
        head.append((char) next);
      }
      return head.toString();
    }

    void send(String bytes) throws IOException {
      socket.getOutputStream().write(bytes.getBytes(ISO_8859_1));
      socket.getOutputStream().flush();
    }

    void serve(String reply) throws IOException {
      while (read() != null) {
        send(reply);
      }
    }

    /** Ends the connection with a TCP reset. */
    void reset() throws IOException {
      socket.setSoLinger(true, 0);
      socket.close();
    }

    /** Sends no more, and waits for the client to close its side. */
    void finish() throws IOException {
      socket.shutdownOutput();
      awaitEnd();
    }

    /** Says nothing until the client closes. */
    void awaitEnd() throws IOException {
      in.transferTo(OutputStream.nullOutputStream());
      clientGone.complete(true);
    }
  }
}
