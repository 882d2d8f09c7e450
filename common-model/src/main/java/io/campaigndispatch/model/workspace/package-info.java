/** Tenants, the vendors they send through, and what they may send. */
@NullMarked
package io.campaigndispatch.model.workspace;

import org.jspecify.annotations.NullMarked;
