/**
 * Injects each fault that operators must be told of, and sees which alerts a real Prometheus fires.
 */
@NullMarked
package io.campaigndispatch.chaos.drill;

import org.jspecify.annotations.NullMarked;
