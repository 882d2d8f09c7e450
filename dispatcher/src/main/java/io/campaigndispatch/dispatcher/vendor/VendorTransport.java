package io.campaigndispatch.dispatcher.vendor;

import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Makes HTTP calls. One try per call: it never follows a redirect and never repeats a request,
 * whatever the method, so that a call counted here is a call on the wire.
 */
public interface VendorTransport extends AutoCloseable {

  /**
   * Starts the exchange and returns at once.
   *
   * @param mayWrite asked at most once, on a thread of the transport, right before the request is
   *     written; quick. False: it is not written, and ends as {@link HttpReply.NotSent}, {@link
   *     HttpReply.NotSent.Cause#LATE}
   * @param onReply called exactly once, on a thread of the transport, which it must not block
   */
  void send(HttpCall call, BooleanSupplier mayWrite, Consumer<HttpReply> onReply);

  /** The same for a caller that need not know when the request is written. */
  default void send(HttpCall call, Consumer<HttpReply> onReply) {
    send(call, () -> true, onReply);
  }

  /** Closes connections; calls under way end as {@link HttpReply.Lost}. */
  @Override
  void close();
}
