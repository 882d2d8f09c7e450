/** From Kafka through a vendor back to Kafka: the dispatcher, its peers and the practical limit. */
@NullMarked
package io.campaigndispatch.bench.throughput;

import org.jspecify.annotations.NullMarked;
