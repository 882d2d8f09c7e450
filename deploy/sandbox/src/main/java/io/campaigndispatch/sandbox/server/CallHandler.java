package io.campaigndispatch.sandbox.server;

import io.campaigndispatch.sandbox.control.ControlAnswer;
import io.campaigndispatch.sandbox.control.ControlApi;
import io.campaigndispatch.sandbox.desk.Delivery;
import io.campaigndispatch.sandbox.desk.VendorDesk;
import io.campaigndispatch.sandbox.wire.HttpReply;
import io.campaigndispatch.sandbox.wire.HttpRequest;
import io.campaigndispatch.sandbox.wire.Json;
import io.campaigndispatch.sandbox.wire.Vendor;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.SocketChannelConfig;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/**
 * One connection: its requests in their order, the next one only when the one before is answered
 * (RFC 9112 §9.3.2).
 */
final class CallHandler extends SimpleChannelInboundHandler<Object> {
  /**
   * A client that sends more requests ahead than this is not read from until it has its answers.
   */
  private static final int MAX_WAITING = 64;

  private final VendorDesk desk;
  private final ControlApi control;
  private final DateHeader date;
  private final Queue<Waiting> waiting = new ArrayDeque<>();
  private boolean busy;
  private boolean looping;

  private record Waiting(HttpRequest request, boolean oversize, boolean malformed) {}

  CallHandler(VendorDesk desk, ControlApi control, DateHeader date) {
    this.desk = desk;
    this.control = control;
    this.date = date;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext ctx, Object message) {
    switch (message) {
      case FullHttpRequest request ->
          waiting.add(
              new Waiting(
                  read(request, ByteBufUtil.getBytes(request.content())),
                  false,
                  request.decoderResult().isFailure()));
      case WholeRequests.Oversize oversize ->
          waiting.add(new Waiting(read(oversize.head(), new byte[0]), true, false));
      default -> throw new IllegalStateException("only whole requests get here");
    }
    if (waiting.size() > MAX_WAITING) {
      ctx.channel().config().setAutoRead(false);
    }
    next(ctx);
  }

  private static HttpRequest read(io.netty.handler.codec.http.HttpRequest request, byte[] body) {
    QueryStringDecoder uri = new QueryStringDecoder(request.uri());
    HttpHeaders headers = request.headers();
    return new HttpRequest(request.method().name(), path(uri), uri.rawQuery(), headers::get, body);
  }

  /** The decoded path, or the raw one when it cannot be decoded: then no endpoint has it. */
  private static String path(QueryStringDecoder uri) {
    try {
      return uri.path();
    } catch (IllegalArgumentException e) {
      return uri.rawPath();
    }
  }

  private void next(ChannelHandlerContext ctx) {
    if (looping) {
      return;
    }
    looping = true;
    while (!busy && !waiting.isEmpty() && ctx.channel().isActive()) {
      busy = true;
      handle(ctx, waiting.remove());
    }
    looping = false;
    if (waiting.isEmpty() && !ctx.channel().config().isAutoRead()) {
      ctx.channel().config().setAutoRead(true);
    }
  }

  private void handle(ChannelHandlerContext ctx, Waiting call) {
    HttpRequest request = call.request();
    String path = request.path();
    if (call.malformed()) {
      reply(ctx, error(400, "not a valid HTTP request"));
      close(ctx);
    } else if (Vendor.ofPath(path).isPresent()) {
      Vendor vendor = Vendor.ofPath(path).get();
      deliver(
          ctx,
          call.oversize() ? desk.refuseOversize(vendor, request) : desk.handle(vendor, request));
    } else if (call.oversize()) {
      reply(ctx, error(413, "the body is larger than 1 MiB"));
    } else if (path.equals(ControlApi.PREFIX) || path.startsWith(ControlApi.PREFIX + "/")) {
      control(ctx, request);
    } else {
      reply(ctx, error(404, "no such path; vendors are under /plazbot, /platica, /gateway"));
    }
  }

  private void control(ChannelHandlerContext ctx, HttpRequest request) {
    Map<String, List<String>> query;
    try {
      query = new QueryStringDecoder(request.query(), false).parameters();
    } catch (IllegalArgumentException e) {
      reply(ctx, error(400, "the query cannot be decoded"));
      return;
    }
    switch (control.answer(request, query)) {
      case ControlAnswer.Whole whole -> reply(ctx, whole.reply());
      case ControlAnswer.Lines lines -> LineStream.start(ctx, lines.lines(), () -> done(ctx));
    }
  }

  private void deliver(ChannelHandlerContext ctx, Delivery delivery) {
    if (delivery.delayMs() == 0) {
      end(ctx, delivery.ending());
    } else {
      var _ =
          ctx.executor()
              .schedule(
                  () -> end(ctx, delivery.ending()), delivery.delayMs(), TimeUnit.MILLISECONDS);
    }
  }

  private void end(ChannelHandlerContext ctx, Delivery.Ending ending) {
    switch (ending) {
      case Delivery.Send send -> reply(ctx, send.reply());
      case Delivery.Silence silence -> {
        Long ms = silence.closeAfterMs();
        if (ms != null) {
          var _ = ctx.executor().schedule(() -> close(ctx), ms, TimeUnit.MILLISECONDS);
        }
      }
      case Delivery.Reset _ -> {
        if (ctx.channel().config() instanceof SocketChannelConfig socket) {
          socket.setSoLinger(0);
        }
        close(ctx);
      }
      case Delivery.Close _ -> close(ctx);
    }
  }

  private void reply(ChannelHandlerContext ctx, HttpReply reply) {
    DefaultFullHttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            HttpResponseStatus.valueOf(reply.status()),
            Unpooled.wrappedBuffer(reply.body()));
    HttpHeaders headers = response.headers();
    headers.set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON);
    headers.set(HttpHeaderNames.DATE, date.now());
    if (reply.status() != HttpResponseStatus.NO_CONTENT.code()) {
      headers.setInt(HttpHeaderNames.CONTENT_LENGTH, reply.body().length);
    }
    reply.headers().forEach(headers::set);
    var _ = ctx.writeAndFlush(response);
    done(ctx);
  }

  private void done(ChannelHandlerContext ctx) {
    busy = false;
    next(ctx);
  }

  private static HttpReply error(int status, String line) {
    return HttpReply.json(status, Json.object().put("error", line));
  }

  /** A broken connection is the client's affair; the ledger has its calls. */
  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (!(cause instanceof IOException)) {
      System.getLogger(CallHandler.class.getName())
          .log(System.Logger.Level.ERROR, "call failed: " + cause.getClass().getName());
    }
    close(ctx);
  }

  private static void close(ChannelHandlerContext ctx) {
    var _ = ctx.close();
  }
}
