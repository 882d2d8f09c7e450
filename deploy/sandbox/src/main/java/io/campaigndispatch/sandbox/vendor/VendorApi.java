package io.campaigndispatch.sandbox.vendor;

import io.campaigndispatch.sandbox.wire.HttpReply;
import io.campaigndispatch.sandbox.wire.HttpRequest;
import io.campaigndispatch.sandbox.wire.ParsedBody;
import io.campaigndispatch.sandbox.wire.Vendor;

/** One vendor's contract. Called by the event loop only. */
public interface VendorApi {

  /** The vendor. */
  Vendor vendor();

  /**
   * Whose call it is and whom it is for.
   *
   * @param path without the vendor's prefix
   */
  Subject subject(HttpRequest request, String path, ParsedBody body);

  /** Handles a call as the vendor's document says. */
  Answer answer(Exchange exchange);

  /** The vendor's usual error body under that status. */
  HttpReply error(int status, String message);
}
