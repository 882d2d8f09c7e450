/** What a person sees: live progress and the final report. */
@NullMarked
package io.campaigndispatch.demo.show;

import org.jspecify.annotations.NullMarked;
