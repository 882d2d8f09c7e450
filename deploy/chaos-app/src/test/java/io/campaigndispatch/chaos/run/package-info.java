@NullMarked
package io.campaigndispatch.chaos.run;

import org.jspecify.annotations.NullMarked;
