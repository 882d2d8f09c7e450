package io.campaigndispatch.dispatcher.app;

import io.campaigndispatch.dispatcher.admin.HttpMeters;
import io.campaigndispatch.dispatcher.admin.HttpMeters.ConnectionState;
import io.campaigndispatch.dispatcher.vendor.transport.Connections;
import io.campaigndispatch.dispatcher.vendor.transport.NettyTransport;

/** The transport's figures as metrics read them. */
record TransportFigures(NettyTransport transport) implements HttpMeters.Source {

  @Override
  public int connections(String vendorId, ConnectionState state) {
    Connections now = transport.connections(vendorId);
    return switch (state) {
      case CONNECTING -> now.connecting();
      case IN_USE -> now.inUse();
      case IDLE -> now.idle();
    };
  }

  @Override
  public long connects(String vendorId) {
    return transport.connects(vendorId).made();
  }

  @Override
  public long connectNanos(String vendorId) {
    return transport.connects(vendorId).nanos();
  }
}
