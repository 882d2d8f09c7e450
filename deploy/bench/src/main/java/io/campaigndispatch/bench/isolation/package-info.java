/** Whether a workspace notices another's backlog in front of it: all along, and after a crash. */
@NullMarked
package io.campaigndispatch.bench.isolation;

import org.jspecify.annotations.NullMarked;
