/** The dispatcher as a whole, against real brokers. */
@NullMarked
package io.campaigndispatch.dispatcher.e2e;

import org.jspecify.annotations.NullMarked;
