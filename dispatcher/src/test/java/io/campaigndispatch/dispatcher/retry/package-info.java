/** Tests of the back-off. */
@NullMarked
package io.campaigndispatch.dispatcher.retry;

import org.jspecify.annotations.NullMarked;
