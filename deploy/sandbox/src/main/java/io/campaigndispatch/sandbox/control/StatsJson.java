package io.campaigndispatch.sandbox.control;

import io.campaigndispatch.sandbox.ledger.LedgerSize;
import io.campaigndispatch.sandbox.ledger.Stats;
import io.campaigndispatch.sandbox.ledger.Tally;
import io.campaigndispatch.sandbox.wire.Json;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code GET /sandbox/stats}. */
final class StatsJson {
  private StatsJson() {}

  static ObjectNode write(Stats.Snapshot stats, LedgerSize ledger) {
    long messages = stats.byVendor().values().stream().mapToLong(Tally::messages).sum();
    long accepted = stats.byVendor().values().stream().mapToLong(Tally::accepted).sum();
    ObjectNode json =
        Json.object()
            .put("calls", stats.calls())
            .put("messages", messages)
            .put("accepted", accepted);
    ObjectNode vendors = json.putObject("vendors");
    stats.byVendor().forEach((vendor, tally) -> put(vendors.putObject(vendor.wireName()), tally));
    ArrayNode workspaces = json.putArray("workspaces");
    for (Stats.OfWorkspace of : stats.workspaces()) {
      ObjectNode row =
          workspaces
              .addObject()
              .put("vendor", of.vendor().wireName())
              .put("workspace", of.workspace());
      put(row, of.tally());
    }
    json.putObject("ledger")
        .put("rows", ledger.rows())
        .put("dropped", ledger.dropped())
        .put("bytes", ledger.bytes())
        .put("maxBytes", ledger.maxBytes());
    return json;
  }

  private static void put(ObjectNode json, Tally tally) {
    json.put("messages", tally.messages()).put("accepted", tally.accepted());
    ObjectNode byStatus = json.putObject("byStatus");
    tally.byStatus().forEach(byStatus::put);
  }
}
