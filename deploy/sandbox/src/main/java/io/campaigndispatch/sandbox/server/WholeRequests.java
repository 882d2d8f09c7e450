package io.campaigndispatch.sandbox.server;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpRequest;

/**
 * Puts requests together up to 1 MiB of body; a larger one is passed on as {@link Oversize} and its
 * body thrown away.
 */
final class WholeRequests extends HttpObjectAggregator {
  private static final int MAX_BODY = 1 << 20;

  WholeRequests() {
    super(MAX_BODY);
  }

  /** The head of a request whose body is too large. */
  record Oversize(HttpRequest head) {}

  @Override
  protected void handleOversizedMessage(ChannelHandlerContext ctx, HttpMessage oversized) {
    if (oversized instanceof HttpRequest head) {
      ctx.fireChannelRead(new Oversize(head));
    }
  }
}
