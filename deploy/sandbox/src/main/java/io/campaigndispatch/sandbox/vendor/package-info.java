/** The seam between one vendor's contract and the sandbox around it. */
@NullMarked
package io.campaigndispatch.sandbox.vendor;

import org.jspecify.annotations.NullMarked;
