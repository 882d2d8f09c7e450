/** The record of every call the vendors received, and its totals. */
@NullMarked
package io.campaigndispatch.sandbox.ledger;

import org.jspecify.annotations.NullMarked;
