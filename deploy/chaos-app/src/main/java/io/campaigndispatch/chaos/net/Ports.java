package io.campaigndispatch.chaos.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Ports for servers that are killed and must get theirs back: below those that the system gives to
 * outgoing connections, one of which would else sit on it when the server returns.
 */
public final class Ports {

  private static final int FIRST = 15_000;
  private static final int LAST = 32_000;
  private static final Random RANDOM = new Random();
  private static final Set<Integer> GIVEN_OUT = ConcurrentHashMap.newKeySet();

  private Ports() {}

  /** One that nobody listens on now, and that was not given out before. */
  public static int next() {
    while (true) {
      int port = FIRST + RANDOM.nextInt(LAST - FIRST);
      if (GIVEN_OUT.add(port) && isFree(port)) {
        return port;
      }
    }
  }

  private static boolean isFree(int port) {
    try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return true;
    } catch (IOException taken) {
      return false;
    }
  }
}
