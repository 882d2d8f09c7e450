/** Tests of how the worker starts, and of how it says that it cannot. */
@NullMarked
package io.campaigndispatch.dispatcher.admin;

import org.jspecify.annotations.NullMarked;
