/** What became of a request. */
@NullMarked
package io.campaigndispatch.model.outcome;

import org.jspecify.annotations.NullMarked;
