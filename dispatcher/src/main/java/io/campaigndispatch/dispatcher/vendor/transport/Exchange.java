package io.campaigndispatch.dispatcher.vendor.transport;

import io.campaigndispatch.dispatcher.logs.LogEvent;
import io.campaigndispatch.dispatcher.vendor.HttpReply;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One call under way, owned by one event loop until its only reply is given. */
final class Exchange {
  private static final Logger log = LoggerFactory.getLogger(Exchange.class);

  private final byte[] request;
  private final long responseNanos;
  private final BooleanSupplier mayWrite;
  private final Consumer<HttpReply> onReply;

  Exchange(
      byte[] request, long responseNanos, BooleanSupplier mayWrite, Consumer<HttpReply> onReply) {
    this.request = request;
    this.responseNanos = responseNanos;
    this.mayWrite = mayWrite;
    this.onReply = onReply;
  }

  byte[] request() {
    return request;
  }

  /** From the request written to the reply read. */
  long responseNanos() {
    return responseNanos;
  }

  /** Whether the request, which could be written now, still shall be. */
  boolean mayWrite() {
    try {
      return mayWrite.getAsBoolean();
    } catch (RuntimeException e) {
      LogEvent.CALL_LISTENER_BROKE.log(log, e);
      return true;
    }
  }

  void end(HttpReply reply) {
    reply(onReply, reply);
  }

  /** A listener that fails must not take the other calls of its event loop with it. */
  static void reply(Consumer<HttpReply> onReply, HttpReply reply) {
    try {
      onReply.accept(reply);
    } catch (RuntimeException e) {
      LogEvent.REPLY_LISTENER_BROKE.log(log, reply.getClass().getSimpleName(), e);
    }
  }
}
