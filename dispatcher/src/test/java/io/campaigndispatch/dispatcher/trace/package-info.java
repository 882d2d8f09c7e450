/** Tests of spans and of what vendors are told of them. */
@NullMarked
package io.campaigndispatch.dispatcher.trace;

import org.jspecify.annotations.NullMarked;
