/** Where a vendor's contract, the faults and the ledger meet: one call in, one delivery out. */
@NullMarked
package io.campaigndispatch.sandbox.desk;

import org.jspecify.annotations.NullMarked;
