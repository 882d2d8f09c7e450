package io.campaigndispatch.sandbox.vendor;

import io.campaigndispatch.sandbox.fault.Fault;
import io.campaigndispatch.sandbox.wire.HttpRequest;
import io.campaigndispatch.sandbox.wire.ParsedBody;
import java.time.Instant;
import java.util.Map;

/**
 * One call to a vendor.
 *
 * @param request as it arrived
 * @param path without the vendor's prefix, such as {@code /api/conversation}
 * @param body its body, read once
 * @param subject whose call it is and whom it is for
 * @param now when it had arrived completely
 * @param recipientFaults errors to report for single recipients, by digits
 */
public record Exchange(
    HttpRequest request,
    String path,
    ParsedBody body,
    Subject subject,
    Instant now,
    Map<String, Fault> recipientFaults) {

  @Override
  public String toString() {
    return "Exchange[" + path + "]";
  }
}
