package io.campaigndispatch.dispatcher.admin;

import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * Who may order something over HTTP: whoever has the token, and when none is configured whoever is
 * on this machine.
 */
public final class ApiGuard {

  private static final String BEARER = "Bearer ";

  private final byte @Nullable [] token;

  /**
   * @param token {@code dispatch.api.token}; null or blank: none
   */
  public ApiGuard(@Nullable String token) {
    this.token =
        token == null || token.isBlank() ? null : token.strip().getBytes(StandardCharsets.UTF_8);
  }

  /** What the guard says. */
  sealed interface Access {

    /**
     * @param by the name that goes into the audit record
     */
    record Allowed(String by) implements Access {}

    /**
     * @param status 401 without a token where one is wanted, 403 where none would help
     */
    record Refused(int status, String expected) implements Access {}
  }

  Access check(HttpServletRequest request) {
    if (token == null) {
      return isLoopback(request.getRemoteAddr())
          ? new Access.Allowed("loopback")
          : new Access.Refused(
              403, "a request from this machine, since dispatch.api.token is not set");
    }
    String given = request.getHeader("Authorization");
    // Takes as long whatever is wrong with it.
    return given != null
            && given.regionMatches(true, 0, BEARER, 0, BEARER.length())
            && MessageDigest.isEqual(
                token, given.substring(BEARER.length()).strip().getBytes(StandardCharsets.UTF_8))
        ? new Access.Allowed("api-token")
        : new Access.Refused(401, "Authorization: Bearer and the token of dispatch.api.token");
  }

  private static boolean isLoopback(String address) {
    try {
      return InetAddress.ofLiteral(address).isLoopbackAddress();
    } catch (IllegalArgumentException noAddress) {
      return false;
    }
  }
}
