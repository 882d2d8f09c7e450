package io.campaigndispatch.demo.run;

import io.campaigndispatch.demo.proof.VendorCall;
import io.campaigndispatch.demo.scenario.Fleet;
import io.campaigndispatch.demo.scenario.Member;
import io.campaigndispatch.sandbox.Sandbox;
import io.campaigndispatch.sandbox.ledger.Call;
import io.campaigndispatch.sandbox.wire.Vendor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads the sandbox's ledger in our own terms. */
public final class LedgerReader {

  private static final String TEMPLATES = "/api/whatsapp/templates";
  private static final int TOO_MANY_REQUESTS = 429;

  private LedgerReader() {}

  private record LedgerName(Vendor vendor, String workspace) {}

  /** Every message of every call, oldest first; a look at the templates is none. */
  public static List<VendorCall> read(Sandbox sandbox, Fleet fleet) {
    if (sandbox.ledgerSize().dropped() > 0) {
      throw new IllegalStateException("the ledger had no room for every call");
    }
    Map<LedgerName, String> ids = new HashMap<>();
    for (Member member : fleet.members()) {
      ids.put(new LedgerName(member.vendor().sandbox(), member.ledgerName()), member.id());
    }
    List<VendorCall> calls = new ArrayList<>();
    for (Call call : sandbox.calls()) {
      if (call.endpoint().equals(TEMPLATES)) {
        continue;
      }
      String workspace = call.workspace();
      Integer status = call.status();
      calls.add(
          new VendorCall(
              workspace == null ? null : ids.get(new LedgerName(call.vendor(), workspace)),
              addressee(call),
              call.at().toEpochMilli(),
              call.accepted(),
              status != null && status == TOO_MANY_REQUESTS));
    }
    return calls;
  }

  /** A message inside a conversation tells the vendor no number; its text says whose it is. */
  private static @Nullable String addressee(Call call) {
    if (call.recipient() != null) {
      return call.recipient();
    }
    JsonNode content = call.request().path("content");
    return content.isString() ? content.stringValue() : null;
  }
}
