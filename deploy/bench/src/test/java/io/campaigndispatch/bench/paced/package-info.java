/** Tests of what is computed from the calls. */
@NullMarked
package io.campaigndispatch.bench.paced;

import org.jspecify.annotations.NullMarked;
