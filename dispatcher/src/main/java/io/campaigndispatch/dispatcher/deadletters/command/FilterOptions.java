package io.campaigndispatch.dispatcher.deadletters.command;

import io.campaigndispatch.dispatcher.deadletters.DeadLetterFilter;
import io.campaigndispatch.model.outcome.FailureCategory;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Which dead letters are meant. */
final class FilterOptions {

  @Option(names = "--workspace", paramLabel = "ID", description = "of this workspace")
  private @Nullable String workspace;

  @Option(names = "--campaign", paramLabel = "ID", description = "of this campaign")
  private @Nullable String campaign;

  @Option(
      names = "--category",
      paramLabel = "CATEGORY",
      description = "one of ${COMPLETION-CANDIDATES}")
  private @Nullable FailureCategory category;

  @Option(
      names = "--code",
      paramLabel = "CODE",
      description = "the vendor's code, or ours such as TIMEOUT")
  private @Nullable String code;

  @Option(
      names = "--from",
      paramLabel = "TIME",
      description = "failed at or after it: ISO-8601, without a zone UTC")
  private @Nullable Instant from;

  @Option(names = "--until", paramLabel = "TIME", description = "failed before it")
  private @Nullable Instant until;

  @Option(
      names = "--request-id",
      paramLabel = "ID",
      description = "of this request; that of a record with several means all of them")
  private @Nullable String requestId;

  DeadLetterFilter filter(CommandSpec spec) {
    try {
      return new DeadLetterFilter(workspace, campaign, category, code, from, until, requestId);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--" + e.getMessage(), e);
    }
  }
}
