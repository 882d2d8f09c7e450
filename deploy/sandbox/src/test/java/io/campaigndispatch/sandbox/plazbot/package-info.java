/** Plazbot's contract over real HTTP. */
@NullMarked
package io.campaigndispatch.sandbox.plazbot;

import org.jspecify.annotations.NullMarked;
