package io.campaigndispatch.dispatcher.vendor;

import java.util.function.Consumer;

/**
 * Makes HTTP calls. One try per call: it never follows a redirect and never repeats a request,
 * whatever the method, so that a call counted here is a call on the wire.
 */
public interface VendorTransport extends AutoCloseable {

  /**
   * Starts the exchange and returns at once.
   *
   * @param onWriting called at most once, on a thread of the transport, right before the request is
   *     written; quick
   * @param onReply called exactly once, on a thread of the transport, which it must not block
   */
  void send(HttpCall call, Runnable onWriting, Consumer<HttpReply> onReply);

  /** The same for a caller that need not know when the request is written. */
  default void send(HttpCall call, Consumer<HttpReply> onReply) {
    send(call, () -> {}, onReply);
  }

  /** Closes connections; calls under way end as {@link HttpReply.Lost}. */
  @Override
  void close();
}
