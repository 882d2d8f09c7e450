/** The wire's rules, one test each, through the public decoder and encoders. */
@NullMarked
package io.campaigndispatch.model.wire;

import org.jspecify.annotations.NullMarked;
