/** What the tests of all vendor adapters share. */
@NullMarked
package io.campaigndispatch.dispatcher.vendor;

import org.jspecify.annotations.NullMarked;
