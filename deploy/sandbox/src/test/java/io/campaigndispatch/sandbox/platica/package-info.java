/** Platica's contract over real HTTP. */
@NullMarked
package io.campaigndispatch.sandbox.platica;

import org.jspecify.annotations.NullMarked;
