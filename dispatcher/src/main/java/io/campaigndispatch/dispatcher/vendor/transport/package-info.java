/**
 * The one HTTP client that all vendors share: Netty's HTTP/1.1 codec under a small connection pool
 * of our own. One call is one request on the wire, and its reply says whether anything left.
 */
@NullMarked
package io.campaigndispatch.dispatcher.vendor.transport;

import org.jspecify.annotations.NullMarked;
