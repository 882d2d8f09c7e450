package io.campaigndispatch.chaos.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.campaigndispatch.chaos.plan.Weather;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server behind a network, over real connections. */
class NetworkTest {

  private static final int PATIENCE_MILLIS = 20_000;
  private static final int A_WHILE_MILLIS = 200;

  private ServerSocket server;
  private Network network;
  private Socket client;
  private Socket accepted;

  @BeforeEach
  void connect() throws IOException {
    server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    server.setSoTimeout(PATIENCE_MILLIS);
    network = new Network(List.of(server.getLocalPort()));
    client = open();
    accepted = server.accept();
    accepted.setSoTimeout(PATIENCE_MILLIS);
  }

  private Socket open() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), network.ports().getFirst());
    socket.setSoTimeout(PATIENCE_MILLIS);
    return socket;
  }

  @AfterEach
  void close() throws IOException {
    client.close();
    accepted.close();
    network.close();
    server.close();
  }

  private void sayAndHear(Socket from, Socket to, int letter) throws IOException {
    from.getOutputStream().write(letter);
    assertThat(to.getInputStream().read()).isEqualTo(letter);
  }

  private static void hearsNothing(Socket socket) throws IOException {
    socket.setSoTimeout(A_WHILE_MILLIS);
    assertThatThrownBy(() -> socket.getInputStream().read())
        .isInstanceOf(SocketTimeoutException.class);
    socket.setSoTimeout(PATIENCE_MILLIS);
  }

  @Test
  void clear_carriesBothWays() throws IOException {
    sayAndHear(client, accepted, 'a');
    sayAndHear(accepted, client, 'b');
  }

  @Test
  void cut_keepsBytesUntilItIsClear() throws IOException {
    network.set(Weather.CUT);
    client.getOutputStream().write('a');
    hearsNothing(accepted);
    network.set(Weather.CLEAR);
    assertThat(accepted.getInputStream().read()).isEqualTo('a');
  }

  @Test
  void deaf_carriesRequestsAndKeepsAnswers() throws IOException {
    network.set(Weather.DEAF);
    sayAndHear(client, accepted, 'a');
    accepted.getOutputStream().write('b');
    hearsNothing(client);
    network.set(Weather.CLEAR);
    assertThat(client.getInputStream().read()).isEqualTo('b');
  }

  @Test
  void slow_carriesLate() throws IOException {
    network.set(Weather.SLOW);
    long began = System.nanoTime();
    sayAndHear(client, accepted, 'a');
    assertThat(System.nanoTime() - began).isGreaterThan(A_WHILE_MILLIS * 1_000_000L);
  }

  @Test
  void closed_endsWhatIsOpenAndWhatComes() throws IOException {
    network.set(Weather.CLOSED);
    assertThatThrownBy(() -> failsOrEnds(client)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> failsOrEnds(open())).isInstanceOf(IOException.class);
  }

  @Test
  void server_thatGoes_takesTheConnectionWithIt() throws IOException {
    accepted.close();
    assertThatThrownBy(() -> failsOrEnds(client)).isInstanceOf(IOException.class);
  }

  private static void failsOrEnds(Socket socket) throws IOException {
    if (socket.getInputStream().read() < 0) {
      throw new IOException("ended");
    }
  }
}
