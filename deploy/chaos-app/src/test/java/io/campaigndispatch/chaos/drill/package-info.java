@NullMarked
package io.campaigndispatch.chaos.drill;

import org.jspecify.annotations.NullMarked;
