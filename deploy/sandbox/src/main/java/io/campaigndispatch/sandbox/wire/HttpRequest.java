package io.campaigndispatch.sandbox.wire;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A request as it arrived, read completely.
 *
 * @param method upper case, such as {@code POST}
 * @param path decoded, without the query
 * @param query what follows the question mark, undecoded; empty when there is none
 * @param body the bytes after the header, at most 1 MiB; empty when there were none
 */
@SuppressWarnings(
    "ArrayRecordComponent") // Never compared, and copying each body would double the work.
public record HttpRequest(String method, String path, String query, Headers headers, byte[] body) {

  /** Looks a header up, ignoring the case of its name. */
  @FunctionalInterface
  public interface Headers {
    @Nullable String get(String name);
  }

  /** The header's value without surrounding blanks, or null when it is missing or blank. */
  public @Nullable String header(String name) {
    String value = headers.get(name);
    return value == null || value.isBlank() ? null : value.strip();
  }

  /** The token of {@code Authorization: Bearer} (RFC 6750), or null when there is none. */
  public @Nullable String bearer() {
    String value = header("authorization");
    if (value == null || !value.regionMatches(true, 0, "Bearer ", 0, 7)) {
      return null;
    }
    String token = value.substring(7).strip();
    return token.isEmpty() ? null : token;
  }

  /** Whether the body is declared as JSON; parameters such as a charset do not matter. */
  public boolean isJson() {
    String type = header("content-type");
    if (type == null) {
      return false;
    }
    int end = type.indexOf(';');
    String media = end < 0 ? type : type.substring(0, end).strip();
    return media.toLowerCase(Locale.ROOT).equals("application/json");
  }

  /** Method and path only: headers carry tokens and bodies carry phone numbers. */
  @Override
  public String toString() {
    return method + " " + path;
  }
}
