/** Measurements beside what a user would pick instead, each participant in a process of its own. */
@NullMarked
package io.campaigndispatch.bench;

import org.jspecify.annotations.NullMarked;
