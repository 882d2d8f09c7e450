/** Tests of how partitions are taken over. */
@NullMarked
package io.campaigndispatch.dispatcher.intake;

import org.jspecify.annotations.NullMarked;
