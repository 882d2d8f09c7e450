package io.campaigndispatch.dispatcher.vendor.transport;

import io.campaigndispatch.dispatcher.vendor.HttpReply;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one vendor to one origin; every method runs on its event loop. A call takes
 * the connection used last, or opens one: its one connect decides, and no call waits for another's.
 */
final class Pool {
  static final HttpReply.NotSent CLOSED =
      new HttpReply.NotSent(HttpReply.NotSent.Cause.OURS, "the transport is closed");

  static final HttpReply.NotSent LATE =
      new HttpReply.NotSent(HttpReply.NotSent.Cause.LATE, "it waited too long to be written");

  /** How late a time-out may be noticed; one pass over the open connections costs microseconds. */
  private static final Duration CHECK_EVERY = Duration.ofMillis(50);

  private final Origin origin;
  private final EventLoop loop;
  private final TransportSettings settings;
  private final Tls tls;
  private final AddressBook addresses;
  private final Bootstrap bootstrap;
  private final Set<Connection> open = new LinkedHashSet<>();
  private final Deque<Connection> idle = new ArrayDeque<>();

  /** Counted with the time-outs, so that it costs a call nothing; read on any thread. */
  private volatile Connections connections = Connections.NONE;

  /** Replaced by the event loop, a connection at a time; read on any thread. */
  private volatile Connects connects = Connects.NONE;

  private boolean checking;
  private boolean closed;

  Pool(Origin origin, EventLoop loop, TransportSettings settings, Tls tls, HostLookup lookup) {
    this.origin = origin;
    this.loop = loop;
    this.settings = settings;
    this.tls = tls;
    this.addresses = new AddressBook(origin.host(), loop, lookup);
    this.bootstrap =
        new Bootstrap()
            .group(loop)
            .channel(NioSocketChannel.class)
            .option(ChannelOption.TCP_NODELAY, true)
            // Connecting is timed here, with name lookup and handshake.
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 0)
            // After a failed write the reply that explains it may still be read.
            .option(ChannelOption.AUTO_CLOSE, false);
  }

  TransportSettings settings() {
    return settings;
  }

  long now() {
    return loop.ticker().nanoTime();
  }

  /**
   * @param limit connections that may be open at once
   */
  void start(Exchange exchange, int limit) {
    if (closed) {
      exchange.end(CLOSED);
      return;
    }
    Connection ready = takeIdle();
    if (ready != null) {
      ready.call(exchange);
    } else if (open.size() >= limit) {
      exchange.end(
          new HttpReply.NotSent(
              HttpReply.NotSent.Cause.OURS, "no connection: all " + open.size() + " are in use"));
    } else {
      open(exchange);
    }
  }

  void shutDown() {
    closed = true;
    List.copyOf(open).forEach(Connection::shutDown);
  }

  Connections connections() {
    return connections;
  }

  Connects connects() {
    return connects;
  }

  /** One is ready that had to be by then. */
  void connected(long deadline) {
    long begun = deadline - settings.connectTimeout().toNanos();
    connects = connects.and(new Connects(1, now() - begun));
  }

  void release(Connection connection) {
    idle.addLast(connection);
  }

  void forget(Connection connection) {
    if (open.remove(connection)) {
      idle.remove(connection);
    }
  }

  HttpReply.NotSent notConnectedInTime() {
    return notConnected("not connected within " + settings.connectTimeout().toMillis() + " ms");
  }

  private @Nullable Connection takeIdle() {
    Connection last = idle.pollLast();
    while (last != null && !last.isUsable(now())) {
      last.shutDown();
      last = idle.pollLast();
    }
    return last;
  }

  private void open(Exchange exchange) {
    Connection connection =
        new Connection(this, exchange, now() + settings.connectTimeout().toNanos());
    open.add(connection);
    keepChecking();
    addresses.find(
        found -> {
          switch (found) {
            case AddressBook.Found.Address(InetAddress address) -> connect(connection, address);
            case AddressBook.Found.Nothing(String problem) ->
                connection.connectFailed(notConnected(problem));
          }
        });
  }

  private void connect(Connection connection, InetAddress address) {
    if (!connection.isConnecting()) {
      return;
    }
    SslHandler ssl = origin.tls() ? tls.handler(origin) : null;
    ChannelFuture connecting =
        bootstrap
            .clone()
            .handler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    if (ssl != null) {
                      channel.pipeline().addLast(ssl);
                    }
                    channel
                        .pipeline()
                        .addLast(new ReplyDecoder(connection, settings.maxHeadBytes()), connection);
                  }
                })
            .connect(new InetSocketAddress(address, origin.port()));
    connection.opened(connecting.channel());
    connecting.addListener(
        (Future<Void> result) -> {
          if (!result.isSuccess()) {
            addresses.failed(address);
            connection.connectFailed(notConnected(Connection.describe(result.cause())));
          } else if (ssl == null) {
            connection.connected();
          } else {
            ssl.handshakeFuture().addListener(shaken -> handshaken(connection, shaken));
          }
        });
  }

  private static void handshaken(Connection connection, Future<?> result) {
    if (result.isSuccess()) {
      connection.connected();
    } else {
      Throwable cause = result.cause();
      connection.connectFailed(
          new HttpReply.NotSent(
              cause instanceof SSLException
                  ? HttpReply.NotSent.Cause.TLS
                  : HttpReply.NotSent.Cause.CONNECT,
              "TLS handshake: " + handshakeFault(cause)));
    }
  }

  /** Netty's own text for a server without TLS is a dump of whatever the server wrote. */
  private static String handshakeFault(Throwable cause) {
    return cause instanceof NotSslRecordException
        ? "the server does not speak TLS"
        : Connection.describe(cause);
  }

  /** One timer for all: it runs while there is a connection, and costs a call nothing. */
  private void keepChecking() {
    if (!checking) {
      checking = true;
      var _ = loop.schedule(this::check, CHECK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void check() {
    checking = false;
    long now = now();
    for (Connection connection : new ArrayList<>(open)) {
      connection.check(now);
    }
    int connecting = (int) open.stream().filter(Connection::isConnecting).count();
    connections = new Connections(connecting, open.size() - connecting - idle.size(), idle.size());
    if (!open.isEmpty()) {
      keepChecking();
    }
  }

  private static HttpReply.NotSent notConnected(String detail) {
    return new HttpReply.NotSent(HttpReply.NotSent.Cause.CONNECT, detail);
  }
}
