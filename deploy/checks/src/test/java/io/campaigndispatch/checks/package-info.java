/** Holds what is delivered beside the programs against what those who read it expect. */
@NullMarked
package io.campaigndispatch.checks;

import org.jspecify.annotations.NullMarked;
