/** Tests of what the scale scenarios write and read. */
@NullMarked
package io.campaigndispatch.bench.scale;

import org.jspecify.annotations.NullMarked;
