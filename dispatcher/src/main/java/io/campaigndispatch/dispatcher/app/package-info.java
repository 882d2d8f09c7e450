/** Wiring. */
@NullMarked
package io.campaigndispatch.dispatcher.app;

import org.jspecify.annotations.NullMarked;
