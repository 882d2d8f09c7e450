/** The chaos suite: the command. */
@NullMarked
package io.campaigndispatch.chaos;

import org.jspecify.annotations.NullMarked;
