/** Tests of the display. */
@NullMarked
package io.campaigndispatch.demo.show;

import org.jspecify.annotations.NullMarked;
