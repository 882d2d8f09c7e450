package io.campaigndispatch.bench.paced;

import io.campaigndispatch.bench.throughput.Throttles;
import io.campaigndispatch.bench.throughput.Throttles.Throttle;
import java.net.URI;
import java.util.List;
import java.util.Locale;

/** The dispatcher's workspaces file. */
final class Workspaces {

  private Workspaces() {}

  /**
   * @param atOnce the vendor's calls at once
   */
  static String yaml(URI vendor, int atOnce, List<String> ids, Throttles throttles) {
    StringBuilder yaml =
        new StringBuilder(
            """
            vendors:
              - { id: stub, type: plazbot, base-url: "%s", dialect: current, max-in-flight: %d, response-timeout: 10s }
            workspaces:
            """
                .formatted(vendor, atOnce));
    for (String id : ids) {
      Throttle throttle = throttles.byWorkspace().get(id);
      yaml.append("  - { id: ").append(id).append(", vendor: stub, credential: none");
      if (throttle != null) {
        yaml.append(
            String.format(
                Locale.ROOT,
                ", throttle: [ { rate: %d, per: 1s, burst: %d } ]",
                throttle.perSecond(),
                throttle.burst()));
      }
      yaml.append(" }\n");
    }
    return yaml.toString();
  }
}
