/** Tests of what the stub notes. */
@NullMarked
package io.campaigndispatch.bench.stub;

import org.jspecify.annotations.NullMarked;
