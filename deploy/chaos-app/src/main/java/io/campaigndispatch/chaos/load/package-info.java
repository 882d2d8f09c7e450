/** Who sends how fast, and what is published: a pure function of a seed. */
@NullMarked
package io.campaigndispatch.chaos.load;

import org.jspecify.annotations.NullMarked;
