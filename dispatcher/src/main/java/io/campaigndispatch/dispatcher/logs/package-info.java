/** The vocabulary of log events, and the forms in which they are written. */
@NullMarked
package io.campaigndispatch.dispatcher.logs;

import org.jspecify.annotations.NullMarked;
