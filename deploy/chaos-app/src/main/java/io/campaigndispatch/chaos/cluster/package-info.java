/** The processes: brokers and dispatchers, and what can be done to them. */
@NullMarked
package io.campaigndispatch.chaos.cluster;

import org.jspecify.annotations.NullMarked;
