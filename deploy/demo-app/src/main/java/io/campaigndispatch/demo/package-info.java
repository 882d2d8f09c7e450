/** The command {@code deploy/demo}. */
@NullMarked
package io.campaigndispatch.demo;

import org.jspecify.annotations.NullMarked;
