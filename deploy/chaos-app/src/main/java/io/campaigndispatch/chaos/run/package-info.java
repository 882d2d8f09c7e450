/** One run of one seed, from the first process to the verdict. */
@NullMarked
package io.campaigndispatch.chaos.run;

import org.jspecify.annotations.NullMarked;
