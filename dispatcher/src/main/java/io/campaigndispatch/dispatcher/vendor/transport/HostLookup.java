package io.campaigndispatch.dispatcher.vendor.transport;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Finds the addresses of a host, best first; may block. {@code InetAddress::getAllByName}. */
@FunctionalInterface
interface HostLookup {
  InetAddress[] addressesOf(String host) throws UnknownHostException;
}
