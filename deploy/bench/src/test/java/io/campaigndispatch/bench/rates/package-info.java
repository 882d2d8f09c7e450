/** Tests of the shares that are computed. */
@NullMarked
package io.campaigndispatch.bench.rates;

import org.jspecify.annotations.NullMarked;
