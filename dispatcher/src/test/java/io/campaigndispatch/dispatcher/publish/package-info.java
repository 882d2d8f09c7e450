/** Tests of what is written, and that it is written once. */
@NullMarked
package io.campaigndispatch.dispatcher.publish;

import org.jspecify.annotations.NullMarked;
