package io.campaigndispatch.dispatcher.trace;

import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Where spans go.
 *
 * @param endpoint of a collector that takes OTLP over HTTP, its path included; null: spans are sent
 *     nowhere
 * @param authorization sent to it as {@code Authorization}; a secret
 */
public record TracingSettings(@Nullable String endpoint, @Nullable String authorization) {

  public TracingSettings {
    if (endpoint != null && !endpoint.isEmpty() && !isUrl(endpoint)) {
      throw new IllegalArgumentException(
          "dispatch.tracing.endpoint: expected an http or https URL, received " + endpoint);
    }
  }

  private static boolean isUrl(String text) {
    try {
      URI uri = new URI(text);
      return uri.getHost() != null
          && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()));
    } catch (URISyntaxException e) {
      return false;
    }
  }

  @Override
  public String toString() {
    return "TracingSettings[endpoint=" + endpoint + ", authorization=***]";
  }
}
