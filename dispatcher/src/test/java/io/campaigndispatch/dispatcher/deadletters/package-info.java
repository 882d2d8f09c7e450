/** Tests of what operators do with dead letters. */
@NullMarked
package io.campaigndispatch.dispatcher.deadletters;

import org.jspecify.annotations.NullMarked;
