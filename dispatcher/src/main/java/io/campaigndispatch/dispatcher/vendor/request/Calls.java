package io.campaigndispatch.dispatcher.vendor.request;

import io.campaigndispatch.dispatcher.vendor.HttpCall;
import io.campaigndispatch.model.send.PhoneNumber;
import io.campaigndispatch.model.send.SendRequest;
import io.campaigndispatch.model.workspace.CredentialRef;
import io.campaigndispatch.model.workspace.Vendor;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Builds the calls that all vendors make alike. */
public final class Calls {

  /** JSON out, JSON in. */
  public static final Map<String, String> JSON =
      Map.of("Content-Type", "application/json", "Accept", "application/json");

  private static final byte[] EMPTY = {};

  /** Parsed once: as many as configured base URLs times documented paths. */
  private static final Map<Place, URI> ADDRESSES = new ConcurrentHashMap<>();

  private record Place(URI base, String path) {
    URI address() {
      String text = base.toString();
      int end = text.length();
      while (end > 0 && text.charAt(end - 1) == '/') {
        end--;
      }
      return URI.create(text.substring(0, end) + path);
    }
  }

  private Calls() {}

  /**
   * A POST to the vendor's path below its configured base URL.
   *
   * @param path one that the vendor documents, without ids: its address is kept
   */
  public static HttpCall post(
      Vendor vendor,
      CredentialRef credential,
      String path,
      Map<String, String> headers,
      byte[] body) {
    return post(vendor, credential, address(vendor, path), headers, body);
  }

  /** The same to a path that names a conversation, which is parsed each time. */
  public static HttpCall postInto(
      Vendor vendor,
      CredentialRef credential,
      String path,
      Map<String, String> headers,
      byte[] body) {
    return post(vendor, credential, new Place(vendor.baseUrl(), path).address(), headers, body);
  }

  private static HttpCall post(
      Vendor vendor,
      CredentialRef credential,
      URI address,
      Map<String, String> headers,
      byte[] body) {
    return new HttpCall(
        vendor.id(), "POST", address, headers, body, credential, vendor.responseTimeout());
  }

  /**
   * A GET of the vendor's path below its configured base URL.
   *
   * @param path one that the vendor documents, without ids: its address is kept
   */
  public static HttpCall get(Vendor vendor, CredentialRef credential, String path) {
    return new HttpCall(
        vendor.id(),
        "GET",
        address(vendor, path),
        Map.of("Accept", "application/json"),
        EMPTY,
        credential,
        vendor.responseTimeout());
  }

  private static URI address(Vendor vendor, String path) {
    return ADDRESSES.computeIfAbsent(new Place(vendor.baseUrl(), path), Place::address);
  }

  /** The only request of a call that carries one. */
  public static SendRequest single(List<SendRequest> requests) {
    if (requests.size() != 1) {
      throw new IllegalArgumentException(
          "requests: expected 1 without a batch key, received " + requests.size());
    }
    return requests.getFirst();
  }

  /** The recipient of a request that is not a text inside a conversation, and so has one. */
  public static PhoneNumber recipient(SendRequest request) {
    PhoneNumber recipient = request.recipient();
    if (recipient == null) {
      throw new IllegalArgumentException("recipient: required, request " + request);
    }
    return recipient;
  }
}
