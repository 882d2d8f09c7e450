/** The sandbox's own HTTP interface under /sandbox: ledger, totals and faults. */
@NullMarked
package io.campaigndispatch.sandbox.control;

import org.jspecify.annotations.NullMarked;
