package io.campaigndispatch.dispatcher.vendor.transport;

import io.campaigndispatch.dispatcher.logs.LogEvent;
import io.campaigndispatch.dispatcher.vendor.HttpCall;
import io.campaigndispatch.dispatcher.vendor.HttpReply;
import io.campaigndispatch.dispatcher.vendor.VendorTransport;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The shared HTTP/1.1 client (docs/adr/0007-http-client.md).
 *
 * <p>Each origin of a vendor has one pool and one event loop that alone touches it. A call crosses
 * to that loop once; there the request is built, written, timed and answered, and the listener runs
 * there too.
 */
public final class NettyTransport implements VendorTransport {
  private static final Logger log = LoggerFactory.getLogger(NettyTransport.class);
  private static final Duration CLOSE_WITHIN = Duration.ofSeconds(2);

  private final TransportSettings settings;
  private final ToIntFunction<String> maxInFlight;
  private final HostLookup lookup;
  private final RequestWriter writer;
  private final Tls tls;
  private final MultiThreadIoEventLoopGroup loops;
  private final Map<Origin, OnLoop> pools = new ConcurrentHashMap<>();
  private volatile boolean closed;

  private record OnLoop(Pool pool, EventLoop loop) {}

  /**
   * @param maxInFlight connections that a vendor, by id, may have open at once; asked for every
   *     call. Calls beyond it are not sent: keeping below it is the caller's part
   */
  public NettyTransport(
      TransportSettings settings, Credentials credentials, ToIntFunction<String> maxInFlight) {
    this(settings, credentials, maxInFlight, InetAddress::getAllByName);
  }

  NettyTransport(
      TransportSettings settings,
      Credentials credentials,
      ToIntFunction<String> maxInFlight,
      HostLookup lookup) {
    this.settings = settings;
    this.maxInFlight = maxInFlight;
    this.lookup = lookup;
    this.writer = new RequestWriter(credentials, settings.version());
    this.tls = new Tls(settings.trust());
    this.loops =
        new MultiThreadIoEventLoopGroup(
            settings.threads(),
            new DefaultThreadFactory("vendor-http", true),
            NioIoHandler.newFactory());
  }

  @Override
  public void send(HttpCall call, BooleanSupplier mayWrite, Consumer<HttpReply> onReply) {
    Origin origin = Origin.of(call.vendorId(), call.uri());
    if (origin == null) {
      Exchange.reply(onReply, refused("address: expected http or https and a host"));
      return;
    }
    if (closed) {
      Exchange.reply(onReply, Pool.CLOSED);
      return;
    }
    OnLoop target = pools.computeIfAbsent(origin, this::newPool);
    try {
      target.loop().execute(() -> start(target.pool(), origin, call, mayWrite, onReply));
    } catch (RejectedExecutionException e) {
      Exchange.reply(onReply, Pool.CLOSED);
    }
  }

  private void start(
      Pool pool,
      Origin origin,
      HttpCall call,
      BooleanSupplier mayWrite,
      Consumer<HttpReply> onReply) {
    if (closed) {
      Exchange.reply(onReply, Pool.CLOSED);
      return;
    }
    RequestWriter.Written written;
    int limit;
    try {
      limit = maxInFlight.applyAsInt(origin.vendorId());
      written = writer.write(origin, call);
    } catch (RuntimeException e) {
      // Nothing is written yet, and a caller that errs is still owed its reply.
      LogEvent.CALL_NOT_PREPARED.log(log, origin.host(), e);
      Exchange.reply(onReply, refused("not prepared: " + e.getClass().getSimpleName()));
      return;
    }
    switch (written) {
      case RequestWriter.Written.Refused(String problem) ->
          Exchange.reply(onReply, refused(problem));
      case RequestWriter.Written.Request(var message) ->
          pool.start(
              new Exchange(message, call.responseTimeout().toNanos(), mayWrite, onReply), limit);
    }
  }

  /** Those that a vendor's calls use. */
  public Connections connections(String vendorId) {
    return pools.entrySet().stream()
        .filter(entry -> entry.getKey().vendorId().equals(vendorId))
        .map(entry -> entry.getValue().pool().connections())
        .reduce(Connections.NONE, Connections::and);
  }

  /** Those that were made to a vendor so far. */
  public Connects connects(String vendorId) {
    return pools.entrySet().stream()
        .filter(entry -> entry.getKey().vendorId().equals(vendorId))
        .map(entry -> entry.getValue().pool().connects())
        .reduce(Connects.NONE, Connects::and);
  }

  private OnLoop newPool(Origin origin) {
    EventLoop loop = loops.next();
    return new OnLoop(new Pool(origin, loop, settings, tls, lookup), loop);
  }

  private static HttpReply.NotSent refused(String problem) {
    return new HttpReply.NotSent(HttpReply.NotSent.Cause.OURS, problem);
  }

  @Override
  public void close() {
    closed = true;
    for (OnLoop each : pools.values()) {
      try {
        each.loop().execute(each.pool()::shutDown);
      } catch (RejectedExecutionException e) {
        // Closed before; its calls have their replies.
      }
    }
    boolean mayWait = pools.values().stream().noneMatch(each -> each.loop().inEventLoop());
    var ended = loops.shutdownGracefully(0, CLOSE_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
    if (mayWait) {
      ended.awaitUninterruptibly(CLOSE_WITHIN.toMillis() + 1000);
    }
    tls.close();
  }
}
