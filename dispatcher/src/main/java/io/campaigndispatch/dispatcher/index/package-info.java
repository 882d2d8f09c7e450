/** Where requests stand in the log, and which of them are still open. */
@NullMarked
package io.campaigndispatch.dispatcher.index;

import org.jspecify.annotations.NullMarked;
