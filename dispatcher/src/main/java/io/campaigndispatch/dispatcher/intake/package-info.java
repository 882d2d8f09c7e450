/** Group membership, reading and decoding: the only place with consumers. */
@NullMarked
package io.campaigndispatch.dispatcher.intake;

import org.jspecify.annotations.NullMarked;
