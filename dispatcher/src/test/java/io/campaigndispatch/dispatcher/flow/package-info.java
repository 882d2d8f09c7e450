/** Tests of queues, lanes, recipients and timers. */
@NullMarked
package io.campaigndispatch.dispatcher.flow;

import org.jspecify.annotations.NullMarked;
