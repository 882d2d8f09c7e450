package io.campaigndispatch.checks;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;

/** Hands out signed tokens (OAuth, client credentials) to who has the secret. */
final class TokenServer implements AutoCloseable {

  static final String CLIENT = "dispatcher";
  static final String SECRET = "s3cret";

  private final KeyPair pair;
  private final HttpServer server;
  private final Path keys;

  /**
   * @param folder for the file of {@link #keys}
   */
  TokenServer(Path folder) throws IOException, GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    pair = generator.generateKeyPair();
    RSAPublicKey key = (RSAPublicKey) pair.getPublic();
    keys =
        Files.writeString(
            folder.resolve("jwks.json"),
            "{\"keys\":[{\"kty\":\"RSA\",\"alg\":\"RS256\",\"use\":\"sig\",\"kid\":\"1\",\"n\":\"%s\",\"e\":\"%s\"}]}"
                .formatted(unsigned(key.getModulus()), unsigned(key.getPublicExponent())));
    String known = Base64.getEncoder().encodeToString(bytes(CLIENT + ":" + SECRET));
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          String credentials = exchange.getRequestHeaders().getFirst("Authorization");
          boolean right = ("Basic " + known).equals(credentials);
          byte[] body = bytes(right ? "{\"access_token\":\"" + token() + "\"}" : "{}");
          try (exchange) {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(right ? 200 : 401, body.length);
            exchange.getResponseBody().write(body);
          }
        });
    server.start();
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/token");
  }

  /** What tokens are signed with, as a broker reads it (JWKS). */
  URI keys() {
    return keys.toUri();
  }

  private String token() {
    long now = Instant.now().getEpochSecond();
    String claims = "{\"sub\":\"%s\",\"iat\":%d,\"exp\":%d}".formatted(CLIENT, now, now + 600);
    String content = url(bytes("{\"alg\":\"RS256\",\"kid\":\"1\"}")) + "." + url(bytes(claims));
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(pair.getPrivate());
      signature.update(bytes(content));
      return content + "." + url(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String unsigned(BigInteger number) {
    byte[] signed = number.toByteArray();
    return url(Arrays.copyOfRange(signed, signed[0] == 0 ? 1 : 0, signed.length));
  }

  private static String url(byte[] content) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(content);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
