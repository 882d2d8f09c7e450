/** Platica's documented endpoint: send template message. */
@NullMarked
package io.campaigndispatch.sandbox.platica;

import org.jspecify.annotations.NullMarked;
