package io.campaigndispatch.dispatcher.vendor.transport;

import io.campaigndispatch.dispatcher.vendor.HttpReply;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One connection with at most one call on it; used by its event loop only.
 *
 * <pre>
 *   CONNECTING ──connected──► CALLING ──reply, reusable──► IDLE ──call──► CALLING
 *       │ failed, overdue         │ reply, not reusable     │ idle time over, bytes without a call,
 *       │ → NotSent               │ lost, overdue → Lost    │ closed by the server
 *       └─────────────────────────┴──────────► CLOSED ◄─────┘
 * </pre>
 */
final class Connection extends ChannelInboundHandlerAdapter {

  private enum Phase {
    CONNECTING,
    CALLING,
    IDLE,
    CLOSED
  }

  private final Pool pool;
  private Phase phase = Phase.CONNECTING;
  private @Nullable Exchange exchange;
  private @Nullable Channel channel;
  private long deadline;

  // Of the call under way.
  private @Nullable ReplyBuilder reply;
  private boolean written;
  private boolean begun;
  private boolean interim;
  private boolean complete;
  private boolean dirty;

  /** Begins in CONNECTING; {@code deadline} is when it must be connected. */
  Connection(Pool pool, Exchange exchange, long deadline) {
    this.pool = pool;
    this.exchange = exchange;
    this.deadline = deadline;
  }

  boolean isConnecting() {
    return phase == Phase.CONNECTING;
  }

  /** Whether a call may be written: neither closed nor due to be. */
  boolean isUsable(long now) {
    return phase == Phase.IDLE && now - deadline < 0 && channel != null && channel.isActive();
  }

  /** The channel exists, not yet connected. */
  void opened(Channel opened) {
    channel = opened;
  }

  /** TCP and, where asked for, TLS are up. */
  void connected() {
    Exchange first = exchange;
    if (phase == Phase.CONNECTING && first != null) {
      pool.connected(deadline);
      call(first);
    }
  }

  void connectFailed(HttpReply.NotSent reason) {
    if (phase == Phase.CONNECTING) {
      close(reason);
    }
  }

  /** Writes the request, if it still shall be; from here on the vendor may have it. */
  void call(Exchange next) {
    Channel open = channel;
    if (open == null) {
      throw new IllegalStateException("not connected");
    }
    if (!next.mayWrite()) {
      exchange = null;
      phase = Phase.IDLE;
      deadline = pool.now() + pool.settings().idleTimeout().toNanos();
      pool.release(this);
      next.end(Pool.LATE);
      return;
    }
    phase = Phase.CALLING;
    exchange = next;
    reply = null;
    written = false;
    begun = false;
    interim = false;
    complete = false;
    dirty = false;
    deadline = pool.now() + next.responseNanos();
    var _ =
        open.writeAndFlush(Unpooled.wrappedBuffer(next.request()))
            .addListener((Future<Void> result) -> wrote(next, result));
  }

  private void wrote(Exchange writer, Future<Void> result) {
    if (exchange != writer || phase != Phase.CALLING) {
      return;
    }
    if (result.isSuccess()) {
      written = true;
      deadline = pool.now() + writer.responseNanos();
    } else if (!(result.cause() instanceof IOException)) {
      lost(HttpReply.Lost.Cause.RESET, "writing failed: " + describe(result.cause()));
    }
    // After an IOException the server may still have answered: reading tells (RFC 9112, section
    // 9.5).
  }

  /** Ends what has waited too long; otherwise does nothing. */
  void check(long now) {
    if (now - deadline < 0) {
      return;
    }
    switch (phase) {
      case CONNECTING -> connectFailed(pool.notConnectedInTime());
      case CALLING -> {
        Exchange late = exchange;
        Duration limit = Duration.ofNanos(late == null ? 0 : late.responseNanos());
        lost(HttpReply.Lost.Cause.TIMEOUT, "no whole reply within " + limit.toMillis() + " ms");
      }
      case IDLE -> close(null);
      case CLOSED -> {}
    }
  }

  /** Everything ends: the transport closes. */
  void shutDown() {
    switch (phase) {
      case CONNECTING -> close(Pool.CLOSED);
      case CALLING -> lost(HttpReply.Lost.Cause.RESET, "closed from here");
      case IDLE, CLOSED -> close(null);
    }
  }

  /** Whether bytes beginning so are to be decoded. */
  boolean expects(byte first) {
    if (phase != Phase.CALLING) {
      close(null);
      return false;
    }
    if (!begun && first != 'H' && first != '\r' && first != '\n') {
      lost(HttpReply.Lost.Cause.GARBAGE, "the reply does not begin as HTTP does");
      return false;
    }
    begun = true;
    return true;
  }

  /**
   * All that was read is decoded.
   *
   * @param clean nothing is left behind the reply
   */
  void decoded(boolean clean) {
    ReplyBuilder whole = reply;
    if (phase == Phase.CALLING && complete && whole != null) {
      answered(whole, clean && written && !dirty && whole.keepAlive());
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    try {
      if (phase == Phase.CALLING && !complete) {
        read(message);
      } else {
        dirty = true;
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  private void read(Object message) {
    if (message instanceof HttpResponse head) {
      if (isBroken(head.decoderResult())) {
        return;
      }
      interim = head.status().codeClass() == HttpStatusClass.INFORMATIONAL;
      reply = interim ? null : new ReplyBuilder(head, pool.settings().maxBodyBytes());
    }
    if (message instanceof HttpContent content) {
      ReplyBuilder current = reply;
      if (current != null && !isBroken(content.decoderResult())) {
        current.add(content.content());
        complete = content instanceof LastHttpContent || current.truncated();
      }
    }
  }

  private boolean isBroken(DecoderResult result) {
    if (result.isSuccess()) {
      return false;
    }
    boolean cut = result.cause() instanceof PrematureChannelClosureException;
    lost(
        cut ? HttpReply.Lost.Cause.RESET : HttpReply.Lost.Cause.GARBAGE,
        cut ? "closed within the reply" : "not HTTP: " + result.cause().getClass().getSimpleName());
    return true;
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    // A body without a length ends with the connection; its last part was decoded just before.
    decoded(false);
    if (phase == Phase.CALLING) {
      lost(
          HttpReply.Lost.Cause.RESET, begun ? "closed within the reply" : "closed without a reply");
    } else if (phase == Phase.IDLE) {
      close(null);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    switch (phase) {
      case CALLING -> lost(HttpReply.Lost.Cause.RESET, describe(cause));
      // The failed handshake or connect says the same with its reason.
      case CONNECTING, CLOSED -> {}
      case IDLE -> close(null);
    }
  }

  private void answered(ReplyBuilder whole, boolean reusable) {
    if (!reusable) {
      close(whole.answered());
      return;
    }
    Exchange done = exchange;
    exchange = null;
    reply = null;
    phase = Phase.IDLE;
    deadline = pool.now() + whole.idleNanos(pool.settings().idleTimeout().toNanos());
    pool.release(this);
    if (done != null) {
      done.end(whole.answered());
    }
  }

  private void lost(HttpReply.Lost.Cause cause, String detail) {
    close(new HttpReply.Lost(cause, detail));
  }

  /** The room is given back before the listener hears of it: it may call again at once. */
  private void close(@Nullable HttpReply last) {
    Exchange done = exchange;
    exchange = null;
    reply = null;
    phase = Phase.CLOSED;
    pool.forget(this);
    if (channel != null) {
      var _ = channel.close();
    }
    if (done != null && last != null) {
      done.end(last);
    }
  }

  static String describe(Throwable cause) {
    // Netty's own connect exceptions are private; what they extend is what happened.
    Class<?> kind =
        Modifier.isPublic(cause.getClass().getModifiers())
            ? cause.getClass()
            : cause.getClass().getSuperclass();
    return kind.getSimpleName() + ": " + cause.getMessage();
  }
}
