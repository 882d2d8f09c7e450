package io.campaigndispatch.dispatcher.vendor.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.util.ReferenceCountUtil;

/**
 * Netty's reply decoder, which also tells the connection where replies begin and what is left
 * behind them: bytes that belong to no reply would be read as the next call's.
 */
final class ReplyDecoder extends HttpResponseDecoder {
  private static final int MAX_STATUS_LINE = 4096;

  private final Connection connection;

  ReplyDecoder(Connection connection, int maxHead) {
    super(
        new HttpDecoderConfig()
            .setMaxInitialLineLength(Math.min(MAX_STATUS_LINE, maxHead))
            .setMaxHeaderSize(maxHead));
    this.connection = connection;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
    ByteBuf bytes = (ByteBuf) message;
    if (!bytes.isReadable() || !connection.expects(bytes.getByte(bytes.readerIndex()))) {
      ReferenceCountUtil.release(bytes);
      return;
    }
    super.channelRead(ctx, bytes);
    connection.decoded(actualReadableBytes() == 0);
  }
}
