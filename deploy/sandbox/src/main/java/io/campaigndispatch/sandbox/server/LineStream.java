package io.campaigndispatch.sandbox.server;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.Iterator;

/**
 * Sends lines as they are read, waiting for the client to take each piece. It runs on a thread of
 * its own: inflating a million rows must not keep the event loop from its vendors.
 */
final class LineStream {
  private static final int PIECE = 64 * 1024;

  private final ChannelHandlerContext ctx;
  private final Iterator<byte[]> lines;

  private LineStream(ChannelHandlerContext ctx, Iterator<byte[]> lines) {
    this.ctx = ctx;
    this.lines = lines;
  }

  /**
   * Starts sending.
   *
   * @param done run on the event loop when everything is sent
   */
  static void start(ChannelHandlerContext ctx, Iterator<byte[]> lines, Runnable done) {
    LineStream stream = new LineStream(ctx, lines);
    Thread.ofVirtual()
        .name("ledger-reader")
        .start(
            () -> {
              if (stream.send()) {
                ctx.executor().execute(done);
              } else {
                var _ = ctx.close();
              }
            });
  }

  private boolean send() {
    HttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
    head.headers().set(HttpHeaderNames.CONTENT_TYPE, "application/x-ndjson");
    HttpUtil.setTransferEncodingChunked(head, true);
    var _ = ctx.write(head);
    while (lines.hasNext()) {
      ByteBuf piece = ctx.alloc().buffer(PIECE);
      while (lines.hasNext() && piece.readableBytes() < PIECE) {
        piece.writeBytes(lines.next());
      }
      if (!ctx.writeAndFlush(new DefaultHttpContent(piece)).awaitUninterruptibly().isSuccess()) {
        return false;
      }
    }
    return ctx.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT).awaitUninterruptibly().isSuccess();
  }
}
