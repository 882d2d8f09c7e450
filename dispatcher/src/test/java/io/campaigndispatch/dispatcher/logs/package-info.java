/** Tests of what is logged, and in which form. */
@NullMarked
package io.campaigndispatch.dispatcher.logs;

import org.jspecify.annotations.NullMarked;
