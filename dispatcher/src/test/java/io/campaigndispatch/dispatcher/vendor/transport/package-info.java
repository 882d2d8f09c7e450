/** Tests of the transport against a raw socket server that plays whatever a server may do. */
@NullMarked
package io.campaigndispatch.dispatcher.vendor.transport;

import org.jspecify.annotations.NullMarked;
