/** Tests of open offsets, recent ids and what is recovered. */
@NullMarked
package io.campaigndispatch.dispatcher.index;

import org.jspecify.annotations.NullMarked;
