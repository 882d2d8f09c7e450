/** Tests of what the bench counts and prints; the measuring itself is its own proof. */
@NullMarked
package io.campaigndispatch.bench;

import org.jspecify.annotations.NullMarked;
