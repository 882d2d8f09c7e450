/** Tests of the rate gate. */
@NullMarked
package io.campaigndispatch.sandbox.vendor;

import org.jspecify.annotations.NullMarked;
