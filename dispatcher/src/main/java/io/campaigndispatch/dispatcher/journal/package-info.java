/**
 * What was done to which offset: written with the outcomes, read back by the next owner of a
 * partition.
 */
@NullMarked
package io.campaigndispatch.dispatcher.journal;

import org.jspecify.annotations.NullMarked;
