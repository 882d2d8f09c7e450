package io.campaigndispatch.dispatcher.vendor.transport;

/**
 * How many connections to a vendor there are, as of some 50 ms ago.
 *
 * @param connecting not ready yet
 * @param inUse with a call under way
 * @param idle kept for a next one
 */
public record Connections(int connecting, int inUse, int idle) {

  static final Connections NONE = new Connections(0, 0, 0);

  Connections and(Connections others) {
    return new Connections(
        connecting + others.connecting, inUse + others.inUse, idle + others.idle);
  }
}
