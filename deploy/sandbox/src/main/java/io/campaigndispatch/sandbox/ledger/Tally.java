package io.campaigndispatch.sandbox.ledger;

import java.util.SortedMap;

/**
 * Totals of some rows.
 *
 * @param messages rows
 * @param accepted rows the vendor took
 * @param byStatus rows by HTTP status; {@code none} counts those without an answer
 */
public record Tally(long messages, long accepted, SortedMap<String, Long> byStatus) {}
