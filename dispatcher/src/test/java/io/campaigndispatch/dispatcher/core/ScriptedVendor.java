package io.campaigndispatch.dispatcher.core;

import io.campaigndispatch.dispatcher.vendor.Encoding;
import io.campaigndispatch.dispatcher.vendor.HttpCall;
import io.campaigndispatch.dispatcher.vendor.HttpReply;
import io.campaigndispatch.dispatcher.vendor.VendorAdapter;
import io.campaigndispatch.dispatcher.vendor.Verdict;
import io.campaigndispatch.model.outcome.Failure;
import io.campaigndispatch.model.outcome.FailureCategory;
import io.campaigndispatch.model.outcome.FailureCode;
import io.campaigndispatch.model.send.SendRequest;
import io.campaigndispatch.model.send.TemplateMessage;
import io.campaigndispatch.model.workspace.Vendor;
import io.campaigndispatch.model.workspace.Workspace;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A vendor that takes templates, several with one name in a call; refuses the template named {@link
 * #REFUSED}. What its replies mean is told to the core directly.
 */
final class ScriptedVendor implements VendorAdapter {

  static final String REFUSED = "refused";

  private static final byte[] BODY = {};

  @Override
  public Encoding encode(Vendor vendor, Workspace workspace, List<SendRequest> requests) {
    if (isRefused(requests)) {
      return new Encoding.Unsupported(
          Failure.of(FailureCategory.REQUEST, FailureCode.UNSUPPORTED, "refused"));
    }
    return new Encoding.Encoded(
        new HttpCall(
            vendor.id(),
            "POST",
            vendor.baseUrl(),
            Map.of(),
            BODY,
            workspace.credential(),
            vendor.responseTimeout()));
  }

  private static boolean isRefused(List<SendRequest> requests) {
    for (SendRequest request : requests) {
      if (request.message() instanceof TemplateMessage template
          && template.name().equals(REFUSED)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public List<Verdict> classify(Vendor vendor, List<SendRequest> requests, HttpReply reply) {
    throw new AssertionError("the core never classifies");
  }

  @Override
  public @Nullable Object batchKey(SendRequest request) {
    return request.message() instanceof TemplateMessage template ? template.name() : null;
  }
}
