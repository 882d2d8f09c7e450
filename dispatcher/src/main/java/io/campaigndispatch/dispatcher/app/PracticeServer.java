package io.campaigndispatch.dispatcher.app;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A vendor on the loopback address that takes everything; for the {@link WarmUp} only. */
final class PracticeServer implements AutoCloseable {

  /** Reads as success to every vendor's adapter. */
  private static final byte[] REPLY =
      reply(
          """
          {"success":true,"code":200,"message":"ok","messageId":"m","status":"sent","data":{\
          "contactId":"c","message":{"message_id":1,"conversation_id":1}}}""");

  private final ServerSocket listener;

  PracticeServer() throws IOException {
    listener = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::serve);
  }

  int port() {
    return listener.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }

  private void serve() {
    while (true) {
      try {
        Socket socket = listener.accept();
        Thread.ofVirtual().start(() -> answer(socket));
      } catch (IOException closed) {
        return;
      }
    }
  }

  /** Answers every request alike; a request's end is the end of its body. */
  private static void answer(Socket socket) {
    try (socket;
        InputStream in = new BufferedInputStream(socket.getInputStream());
        OutputStream out = socket.getOutputStream()) {
      for (int length = headLength(in); length >= 0; length = headLength(in)) {
        in.skipNBytes(length);
        out.write(REPLY);
        out.flush();
      }
    } catch (IOException ended) {
      // The warm-up is over.
    }
  }

  /** Reads a head; returns its Content-Length, or -1 at the end of the connection. */
  private static int headLength(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    int length = 0;
    for (int next = in.read(); next >= 0; next = in.read()) {
      if (next != '\n') {
        line.append((char) next);
        continue;
      }
      String text = line.toString().strip();
      if (text.isEmpty()) {
        return length;
      }
      if (text.regionMatches(true, 0, "content-length:", 0, 15)) {
        length = Integer.parseInt(text.substring(15).strip());
      }
      line.setLength(0);
    }
    return -1;
  }

  private static byte[] reply(String body) {
    return ("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n"
            + body)
        .getBytes(StandardCharsets.US_ASCII);
  }
}
