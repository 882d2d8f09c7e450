package io.campaigndispatch.dispatcher.app;

import io.campaigndispatch.dispatcher.control.TopicSettings;
import io.campaigndispatch.dispatcher.core.CampaignSettings;
import io.campaigndispatch.dispatcher.core.HoldSettings;
import io.campaigndispatch.dispatcher.embedded.EmbeddedBrokerSettings;
import io.campaigndispatch.dispatcher.template.UnlistedPolicy;
import io.campaigndispatch.dispatcher.trace.TracingSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The worker's own settings ({@code dispatch}).
 *
 * @param workspacesFile the YAML file of vendors and workspaces; required
 * @param groupId consumer group; workers of one group share the partitions
 * @param windowBytes memory for requests that wait, at least 1 MiB; beyond it they are left in the
 *     log; null: a quarter of the largest heap, at most 64 MiB
 * @param maxUnwritten results that may wait for Kafka before calls stop
 */
@ConfigurationProperties(value = "dispatch", ignoreUnknownFields = false)
public record DispatchSettings(
    @Nullable Path workspacesFile,
    @DefaultValue("campaign-dispatch") String groupId,
    @Nullable DataSize windowBytes,
    @DefaultValue("20000") int maxUnwritten,
    @DefaultValue Duplicates duplicates,
    @DefaultValue Journal journal,
    @DefaultValue Templates templates,
    @DefaultValue Holds holds,
    @DefaultValue Campaigns campaigns,
    @DefaultValue Metrics metrics,
    @DefaultValue Api api,
    @DefaultValue TracingSettings tracing,
    @DefaultValue TopicSettings topics,
    @DefaultValue EmbeddedBrokerSettings embeddedBroker) {

  private static final long LEAST_WINDOW = 1 << 20;
  private static final long LARGEST_DEFAULT_WINDOW = 64 << 20;

  public DispatchSettings {
    atLeast("dispatch.max-unwritten", maxUnwritten, 1);
    if (windowBytes != null) {
      atLeast("dispatch.window-bytes", windowBytes.toBytes(), LEAST_WINDOW);
    }
  }

  private static void atLeast(String name, long value, long least) {
    if (value < least) {
      throw new IllegalArgumentException(
          name + ": expected at least " + least + ", received " + value);
    }
  }

  /**
   * @param window offsets of its partition within which a request id is remembered, at least 1
   */
  public record Duplicates(@DefaultValue("200000") long window) {
    public Duplicates {
      atLeast("dispatch.duplicates.window", window, 1);
    }
  }

  /**
   * @param acceptTruncated whether a partition is served although journal entries are gone that
   *     nothing else tells: what they closed may be sent again
   */
  public record Journal(@DefaultValue("false") boolean acceptTruncated) {}

  /**
   * @param unknown what to do with a template that is listed nowhere
   */
  public record Templates(@DefaultValue("PASS") UnlistedPolicy unknown) {}

  /**
   * When verdicts hold a template or workspace, and how long.
   *
   * @param equalFailures equal permanent failures of one template in a row that hold it
   * @param probeAfter until one call is let through, unless the vendor's code says otherwise; it
   *     doubles each time that fails alike
   * @param longest most between two such calls, unless the vendor's code says otherwise
   */
  public record Holds(
      @DefaultValue("5") int equalFailures,
      @DefaultValue("5m") Duration probeAfter,
      @DefaultValue("1h") Duration longest) {

    public Holds {
      var _ = new HoldSettings(equalFailures, probeAfter, longest);
    }

    HoldSettings settings() {
      return new HoldSettings(equalFailures, probeAfter, longest);
    }
  }

  /**
   * When a campaign pauses itself.
   *
   * @param pauseAboveFailureRate of its finished requests, above 0, such as 0.3; null: never
   * @param pauseAfter finished requests before its rate says anything
   */
  public record Campaigns(
      @Nullable Double pauseAboveFailureRate, @DefaultValue("100") int pauseAfter) {

    public Campaigns {
      var _ = settings(pauseAboveFailureRate, pauseAfter);
    }

    CampaignSettings settings() {
      return settings(pauseAboveFailureRate, pauseAfter);
    }

    private static CampaignSettings settings(@Nullable Double rate, int pauseAfter) {
      return new CampaignSettings(rate == null ? 1 : rate, pauseAfter);
    }
  }

  /**
   * @param maxWorkspaces workspaces that get labels of their own, the first by id; the rest share
   *     one
   */
  public record Metrics(@DefaultValue("500") int maxWorkspaces) {
    public Metrics {
      atLeast("dispatch.metrics.max-workspaces", maxWorkspaces, 0);
    }
  }

  /**
   * The HTTP interface.
   *
   * @param token what shows that a caller may change something; null or blank: only callers on this
   *     host may
   * @param tokenName what the token is called in the audit log
   */
  public record Api(@Nullable String token, @DefaultValue("api") String tokenName) {
    @Override
    public String toString() {
      return "Api[token=***, tokenName=" + tokenName + "]";
    }
  }

  /** The file, once it is known to be given. */
  Path requiredWorkspacesFile() {
    if (workspacesFile == null) {
      throw new StartRefused(
          List.of("dispatch.workspaces-file: expected the path of a YAML file, received nothing"));
    }
    return workspacesFile;
  }

  /**
   * Enough for twenty thousand requests: what does not fit is read again from the log, which costs
   * less than collecting a larger window (measured: docs/benchmarks.md).
   */
  long windowOrDefault() {
    return windowBytes != null
        ? windowBytes.toBytes()
        : Math.min(LARGEST_DEFAULT_WINDOW, Runtime.getRuntime().maxMemory() / 4);
  }
}
