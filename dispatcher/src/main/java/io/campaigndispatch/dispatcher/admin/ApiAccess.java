package io.campaigndispatch.dispatcher.admin;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/**
 * Who may change something over HTTP: who shows the token, or, while none is set, who calls from
 * this host itself.
 */
public final class ApiAccess {

  private static final String BEARER = "Bearer ";

  private final byte @Nullable [] token;
  private final String tokenName;

  /**
   * @param token null or blank: none is set
   * @param tokenName what it is called in the audit log
   */
  public ApiAccess(@Nullable String token, String tokenName) {
    this.token = token == null || token.isBlank() ? null : hash(token.strip());
    this.tokenName = tokenName;
  }

  /**
   * What a call shows of who makes it.
   *
   * @param address of the connection's other end
   * @param authorization the header; null when there is none
   * @param forSomebodyElse whether headers say that it comes from a browser's page or through a
   *     proxy
   */
  record Call(String address, @Nullable String authorization, boolean forSomebodyElse) {}

  /** What came of it. */
  sealed interface Decision {
    /**
     * @param name for the audit log
     */
    record Caller(String name) implements Decision {}

    /** It showed no token, or a wrong one. */
    record Unauthorized(String expected) implements Decision {}

    /** No token would help. */
    record Forbidden(String expected) implements Decision {}
  }

  Decision decide(Call call) {
    if (token != null) {
      // Hashes of equal length: how long it takes tells nothing of the token.
      return MessageDigest.isEqual(hash(shown(call.authorization())), token)
          ? new Decision.Caller(tokenName)
          : new Decision.Unauthorized("Authorization: Bearer with dispatch.api.token");
    }
    return isLoopback(call.address()) && !call.forSomebodyElse()
        ? new Decision.Caller("loopback")
        : new Decision.Forbidden(
            "a call from this host, neither from a browser's page nor through a proxy, while"
                + " dispatch.api.token is not set");
  }

  /** Empty when it is no token. */
  private static String shown(@Nullable String authorization) {
    return authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
        ? authorization.substring(BEARER.length()).strip()
        : "";
  }

  private static boolean isLoopback(String address) {
    try {
      // A literal address: nothing is looked up.
      return InetAddress.ofLiteral(address).isLoopbackAddress();
    } catch (IllegalArgumentException notAnAddress) {
      return false;
    }
  }

  private static byte[] hash(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every JDK has SHA-256", missing);
    }
  }
}
