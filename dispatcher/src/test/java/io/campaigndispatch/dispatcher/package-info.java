/** What holds for the whole dispatcher. */
@NullMarked
package io.campaigndispatch.dispatcher;

import org.jspecify.annotations.NullMarked;
