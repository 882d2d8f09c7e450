package io.campaigndispatch.dispatcher.vendor;

import io.campaigndispatch.model.send.SendRequest;
import io.campaigndispatch.model.workspace.Vendor;
import io.campaigndispatch.model.workspace.Workspace;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One vendor API, without I/O, clocks or state: what to ask, and what the answer means. */
public interface VendorAdapter {

  /**
   * The call that sends these requests.
   *
   * @param requests one, or several whose {@link #batchKey} is equal and not null
   */
  Encoding encode(Vendor vendor, Workspace workspace, List<SendRequest> requests);

  /**
   * What the reply says of each request.
   *
   * @param vendor that was called
   * @param requests those that were encoded, in the same order
   * @return one verdict per request, in their order
   */
  List<Verdict> classify(Vendor vendor, List<SendRequest> requests, HttpReply reply);

  /** Requests with equal keys may share a call; null when this one goes alone. */
  default @Nullable Object batchKey(SendRequest request) {
    return null;
  }
}
