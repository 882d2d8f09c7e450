/** A vendor that costs next to nothing: it answers every POST alike and counts. */
@NullMarked
package io.campaigndispatch.bench.stub;

import org.jspecify.annotations.NullMarked;
