/** Whether what throttles and permits allow is used, and never more than that. */
@NullMarked
package io.campaigndispatch.bench.rates;

import org.jspecify.annotations.NullMarked;
