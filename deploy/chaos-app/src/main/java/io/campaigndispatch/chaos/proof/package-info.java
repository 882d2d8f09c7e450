/** What was published, what came of it and what the vendors saw, held against each other. */
@NullMarked
package io.campaigndispatch.chaos.proof;

import org.jspecify.annotations.NullMarked;
