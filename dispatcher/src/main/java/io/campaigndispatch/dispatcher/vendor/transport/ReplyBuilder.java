package io.campaigndispatch.dispatcher.vendor.transport;

import static java.lang.Long.parseLong;

import io.campaigndispatch.dispatcher.vendor.HttpReply;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A reply as it comes in, its body cut at the bound. */
final class ReplyBuilder {
  private static final int USUAL_BODY = 512;
  private static final Pattern TIMEOUT =
      Pattern.compile("\\btimeout=(\\d{1,6})\\b", Pattern.CASE_INSENSITIVE);

  private final HttpResponse head;
  private final int maxBody;
  private byte[] body;
  private int length;
  private boolean truncated;

  ReplyBuilder(HttpResponse head, int maxBody) {
    this.head = head;
    this.maxBody = maxBody;
    // The announced length is the server's word only: it does not reserve more than a usual body.
    this.body = new byte[Math.min(maxBody, USUAL_BODY)];
  }

  /** Takes what still fits. */
  void add(ByteBuf content) {
    int taken = Math.min(content.readableBytes(), maxBody - length);
    truncated |= taken < content.readableBytes();
    if (length + taken > body.length) {
      body = Arrays.copyOf(body, Math.min(maxBody, Math.max(length + taken, 2 * body.length)));
    }
    content.readBytes(body, length, taken);
    length += taken;
  }

  boolean truncated() {
    return truncated;
  }

  boolean keepAlive() {
    return !truncated && HttpUtil.isKeepAlive(head);
  }

  /**
   * How long the connection may stay unused: the server's {@code Keep-Alive: timeout=} less a
   * second for the way, so that it is closed from here and not under a request.
   */
  long idleNanos(long ours) {
    String announced = head.headers().get(HttpHeaderNames.KEEP_ALIVE);
    if (announced == null) {
      return ours;
    }
    Matcher timeout = TIMEOUT.matcher(announced);
    return timeout.find()
        ? Math.min(ours, TimeUnit.SECONDS.toNanos(Math.max(0, parseLong(timeout.group(1)) - 1)))
        : ours;
  }

  HttpReply.Answered answered() {
    Map<String, String> headers = HashMap.newHashMap(head.headers().size());
    head.headers()
        .forEach(h -> headers.putIfAbsent(h.getKey().toLowerCase(Locale.ROOT), h.getValue()));
    return new HttpReply.Answered(
        head.status().code(), headers, Arrays.copyOf(body, length), truncated);
  }
}
