/** Tests of the journal's two directions. */
@NullMarked
package io.campaigndispatch.dispatcher.journal;

import org.jspecify.annotations.NullMarked;
