/** Whom the vendors know (tenants) and which templates they have approved. */
@NullMarked
package io.campaigndispatch.sandbox.catalogue;

import org.jspecify.annotations.NullMarked;
