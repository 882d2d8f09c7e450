package io.campaigndispatch.bench.stub;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Reads requests just far enough to know where each ends, and answers as Plazbot does. */
final class StubHandler extends ByteToMessageDecoder {
  private static final String BODY =
      """
      {"success":true,"message":"Conversation sent successfully.","code":200,"data":{"contactId":\
      "c-0123456789","conversationId":"v-0123456789","details":{"template":"order_shipped",\
      "destination":"51987654321","sendType":"3","campaignName":"spring-sale"}}}""";
  private static final ByteBuf END_OF_HEAD = Unpooled.copiedBuffer("\r\n\r\n", US_ASCII);
  private static final ByteBuf REPLY = reply("application/json", BODY);

  private final long latencyMillis;
  private final AtomicLong answered;
  private final @Nullable Ledger ledger;

  /**
   * @param ledger where every call is noted; null: nowhere
   */
  StubHandler(long latencyMillis, AtomicLong answered, @Nullable Ledger ledger) {
    this.latencyMillis = latencyMillis;
    this.answered = answered;
    this.ledger = ledger;
  }

  private static ByteBuf reply(String type, String body) {
    return Unpooled.unreleasableBuffer(
        Unpooled.copiedBuffer(
            "HTTP/1.1 200 OK\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s"
                .formatted(type, body.length(), body),
            US_ASCII));
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
    int end = ByteBufUtil.indexOf(END_OF_HEAD, in);
    if (end < 0) {
      return;
    }
    String head = in.toString(in.readerIndex(), end - in.readerIndex(), US_ASCII);
    int whole = end - in.readerIndex() + 4 + contentLength(head);
    if (in.readableBytes() < whole) {
      return;
    }
    ByteBuf message = in.readSlice(whole);
    if (head.startsWith("GET ")) {
      var _ = ctx.write(reply("text/plain", question(head)));
      return;
    }
    if (ledger != null) {
      ledger.arrived(System.nanoTime(), head, message);
    }
    if (latencyMillis == 0) {
      answer(ctx);
    } else {
      var _ =
          ctx.executor()
              .schedule(
                  () -> {
                    answer(ctx);
                    ctx.flush();
                  },
                  latencyMillis,
                  TimeUnit.MILLISECONDS);
    }
  }

  private String question(String head) {
    if (ledger != null && head.startsWith(Ledger.CALLS, "GET ".length())) {
      return ledger.page(head);
    }
    if (ledger != null && head.startsWith(Ledger.BUSY, "GET ".length())) {
      return ledger.busy(System.nanoTime());
    }
    return String.valueOf(answered.get());
  }

  private void answer(ChannelHandlerContext ctx) {
    answered.incrementAndGet();
    if (ledger != null) {
      ledger.answered(System.nanoTime());
    }
    var _ = ctx.write(REPLY.duplicate());
  }

  private static int contentLength(String head) {
    int at = head.toLowerCase(Locale.ROOT).indexOf("\r\ncontent-length:");
    if (at < 0) {
      return 0;
    }
    int from = at + "\r\ncontent-length:".length();
    int to = head.indexOf('\r', from);
    return Integer.parseInt(head.substring(from, to < 0 ? head.length() : to).strip());
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) throws Exception {
    ctx.flush();
    super.channelReadComplete(ctx);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    // A client that was ended leaves resets behind.
    var _ = ctx.close();
  }
}
