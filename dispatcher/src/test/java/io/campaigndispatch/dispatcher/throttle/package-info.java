/** Tests of the buckets' law. */
@NullMarked
package io.campaigndispatch.dispatcher.throttle;

import org.jspecify.annotations.NullMarked;
