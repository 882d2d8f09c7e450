/** Large backlogs and many workspaces: reading them, holding them, sending them. */
@NullMarked
package io.campaigndispatch.bench.scale;

import org.jspecify.annotations.NullMarked;
