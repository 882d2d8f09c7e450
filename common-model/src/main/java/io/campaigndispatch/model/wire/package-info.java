/**
 * The JSON and Kafka form of requests and outcomes. The only place in this module that touches
 * JSON.
 */
@NullMarked
package io.campaigndispatch.model.wire;

import org.jspecify.annotations.NullMarked;
