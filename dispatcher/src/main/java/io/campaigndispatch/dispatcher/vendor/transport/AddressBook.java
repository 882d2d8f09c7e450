package io.campaigndispatch.dispatcher.vendor.transport;

import io.netty.channel.EventLoop;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/**
 * The addresses of one host; used by one event loop only. Lookups block, so each has a thread of
 * its own and never holds up other vendors; those who ask meanwhile share it. The first address is
 * used until a connect to it fails, then the next: whoever tries again reaches another.
 */
final class AddressBook {
  /** The JDK caches for longer; this spares a thread for each of many connects. */
  private static final long KEEP_NANOS = Duration.ofSeconds(5).toNanos();

  private final String host;
  private final EventLoop loop;
  private final HostLookup lookup;
  private final List<Consumer<Found>> waiting = new ArrayList<>();
  private List<InetAddress> known = List.of();
  private long knownUntil;
  private int turn;

  AddressBook(String host, EventLoop loop, HostLookup lookup) {
    this.host = host;
    this.loop = loop;
    this.lookup = lookup;
  }

  /** What a lookup said. */
  sealed interface Found {
    record Address(InetAddress address) implements Found {}

    record Nothing(String problem) implements Found {}
  }

  /** Answers on the event loop, at once when the address is known. */
  void find(Consumer<Found> then) {
    if (!known.isEmpty() && loop.ticker().nanoTime() - knownUntil < 0) {
      then.accept(current());
      return;
    }
    waiting.add(then);
    if (waiting.size() == 1) {
      Thread.ofPlatform().daemon().name("vendor-lookup").start(this::lookUp);
    }
  }

  /** Nobody answers there: the next one to ask gets the next address. */
  void failed(InetAddress address) {
    if (!known.isEmpty() && address.equals(known.get(turn % known.size()))) {
      turn = (turn + 1) % known.size();
    }
  }

  private Found current() {
    return new Found.Address(known.get(turn % known.size()));
  }

  private void lookUp() {
    List<InetAddress> found;
    try {
      found = List.of(lookup.addressesOf(host));
    } catch (UnknownHostException | RuntimeException e) {
      found = List.of();
    }
    List<InetAddress> addresses = found;
    try {
      loop.execute(() -> lookedUp(addresses));
    } catch (RejectedExecutionException e) {
      // The transport is closed, and with it every call that waited here.
    }
  }

  private void lookedUp(List<InetAddress> addresses) {
    known = addresses;
    knownUntil = loop.ticker().nanoTime() + KEEP_NANOS;
    Found found =
        addresses.isEmpty() ? new Found.Nothing("no address found for " + host) : current();
    List<Consumer<Found>> asked = List.copyOf(waiting);
    waiting.clear();
    asked.forEach(then -> then.accept(found));
  }
}
