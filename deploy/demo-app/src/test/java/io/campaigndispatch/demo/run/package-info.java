/** The main job end to end, as the acceptance tests run it. */
@NullMarked
package io.campaigndispatch.demo.run;

import org.jspecify.annotations.NullMarked;
