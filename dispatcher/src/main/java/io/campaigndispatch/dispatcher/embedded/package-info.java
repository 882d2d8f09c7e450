/** Kafka inside the worker's own process, for whoever has no cluster yet. */
@NullMarked
package io.campaigndispatch.dispatcher.embedded;

import org.jspecify.annotations.NullMarked;
