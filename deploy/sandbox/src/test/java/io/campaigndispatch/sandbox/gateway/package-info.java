/** The gateway's contract over real HTTP. */
@NullMarked
package io.campaigndispatch.sandbox.gateway;

import org.jspecify.annotations.NullMarked;
