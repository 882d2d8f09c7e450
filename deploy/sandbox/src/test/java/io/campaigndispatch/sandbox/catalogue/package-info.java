/** Tests of the catalogue and its file. */
@NullMarked
package io.campaigndispatch.sandbox.catalogue;

import org.jspecify.annotations.NullMarked;
