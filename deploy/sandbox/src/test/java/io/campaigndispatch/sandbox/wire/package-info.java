/** Tests of identifiers and bodies. */
@NullMarked
package io.campaigndispatch.sandbox.wire;

import org.jspecify.annotations.NullMarked;
