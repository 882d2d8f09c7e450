/** Tests of the messages that the participants exchange. */
@NullMarked
package io.campaigndispatch.bench.throughput;

import org.jspecify.annotations.NullMarked;
