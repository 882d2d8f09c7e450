/** Tests of the error tables and of lenient reading. */
@NullMarked
package io.campaigndispatch.dispatcher.vendor.reply;

import org.jspecify.annotations.NullMarked;
