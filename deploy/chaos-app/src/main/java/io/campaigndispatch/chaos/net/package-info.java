/** The network between a dispatcher and the brokers, which can be broken. */
@NullMarked
package io.campaigndispatch.chaos.net;

import org.jspecify.annotations.NullMarked;
