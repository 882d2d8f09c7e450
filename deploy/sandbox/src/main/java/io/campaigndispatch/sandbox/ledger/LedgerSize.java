package io.campaigndispatch.sandbox.ledger;

/**
 * How full the ledger is.
 *
 * @param rows rows kept
 * @param dropped rows given up, oldest first, because the limit was reached
 * @param bytes memory the kept rows take
 * @param maxBytes the limit
 */
public record LedgerSize(long rows, long dropped, long bytes, long maxBytes) {}
