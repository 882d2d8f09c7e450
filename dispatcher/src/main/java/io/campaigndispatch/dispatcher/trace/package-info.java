/** Vendors' calls as spans of the traces that their requests belong to. */
@NullMarked
package io.campaigndispatch.dispatcher.trace;

import org.jspecify.annotations.NullMarked;
