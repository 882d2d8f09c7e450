/** Tests of the ledger itself. */
@NullMarked
package io.campaigndispatch.sandbox.ledger;

import org.jspecify.annotations.NullMarked;
