@NullMarked
package io.campaigndispatch.chaos.proof;

import org.jspecify.annotations.NullMarked;
