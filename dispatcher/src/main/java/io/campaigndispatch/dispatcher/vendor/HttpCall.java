package io.campaigndispatch.dispatcher.vendor;

import io.campaigndispatch.model.workspace.CredentialRef;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/**
 * One HTTP exchange to make. The secret is not in it: the transport resolves the credential as it
 * writes.
 *
 * @param vendorId whose connections and permits it uses
 * @param method GET or POST
 * @param headers without those that the transport writes itself, such as Content-Length and
 *     Authorization
 * @param body empty for GET
 * @param responseTimeout from the request written to the reply read
 */
public record HttpCall(
    String vendorId,
    String method,
    URI uri,
    Map<String, String> headers,
    byte[] body,
    CredentialRef credential,
    Duration responseTimeout) {

  /** The same call on the connections of another pool. */
  public HttpCall through(String pool) {
    return new HttpCall(pool, method, uri, headers, body, credential, responseTimeout);
  }

  /** The same call with other headers. */
  public HttpCall with(Map<String, String> otherHeaders) {
    return new HttpCall(vendorId, method, uri, otherHeaders, body, credential, responseTimeout);
  }

  /** Paths and bodies carry recipients: only the host is printed. */
  @Override
  public String toString() {
    return "HttpCall[" + method + " " + uri.getHost() + "]";
  }
}
