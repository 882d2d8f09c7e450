package io.campaigndispatch.dispatcher.vendor.transport;

/**
 * The connections to a vendor that were made so far.
 *
 * @param made ready for a call, TLS included
 * @param nanos that making them took, name look-up included, all together
 */
public record Connects(long made, long nanos) {

  static final Connects NONE = new Connects(0, 0);

  Connects and(Connects others) {
    return new Connects(made + others.made, nanos + others.nanos);
  }
}
