/** Tests of the broker inside the process. */
@NullMarked
package io.campaigndispatch.dispatcher.embedded;

import org.jspecify.annotations.NullMarked;
