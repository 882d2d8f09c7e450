@NullMarked
package io.campaigndispatch.chaos.load;

import org.jspecify.annotations.NullMarked;
