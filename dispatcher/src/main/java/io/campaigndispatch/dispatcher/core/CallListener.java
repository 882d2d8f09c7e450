package io.campaigndispatch.dispatcher.core;

/** Learns of calls as they are made and answered; called on several threads. */
public interface CallListener {

  void called(Effect.Call call);

  /**
   * @param vendorNanos from its tokens taken until its reply was read
   */
  void answered(Effect.Call call, long vendorNanos);

  /**
   * A call ended without a reply.
   *
   * @param cause one of a few
   */
  void failed(String vendorId, String cause);

  /**
   * A reply needs a look.
   *
   * @param kind one of a few
   */
  void alerted(String vendorId, String kind);
}
