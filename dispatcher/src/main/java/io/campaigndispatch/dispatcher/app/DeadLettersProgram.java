package io.campaigndispatch.dispatcher.app;

import io.campaigndispatch.dispatcher.control.DirectoryFile;
import io.campaigndispatch.dispatcher.control.DirectoryResult;
import io.campaigndispatch.dispatcher.deadletters.DeadLetterDesk;
import io.campaigndispatch.dispatcher.deadletters.DeadLetterParser;
import io.campaigndispatch.dispatcher.deadletters.command.DeadLettersCommand;
import io.campaigndispatch.dispatcher.embedded.EmbeddedBroker;
import io.campaigndispatch.model.wire.RequestDecoder;
import io.campaigndispatch.model.wire.WorkspaceFacts;
import io.campaigndispatch.model.workspace.Directory;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import picocli.CommandLine;

/**
 * The command {@code dead-letters} as a program: configured as the worker is, without any of it
 * started.
 */
public final class DeadLettersProgram {

  /** The first argument that makes the jar this program. */
  static final String NAME = "dead-letters";

  private static final int NOT_DONE = 1;
  private static final int BAD_CONFIGURATION = 2;

  /** The options of the command have no dots. */
  private static final Pattern SETTING = Pattern.compile("--[A-Za-z0-9-]+(\\.[^=]*)+(=.*)?");

  private DeadLettersProgram() {}

  /** What is bound of the configuration; not found by scanning, since it is no component. */
  @EnableConfigurationProperties({KafkaProperties.class, DispatchSettings.class})
  @Import(SslAutoConfiguration.class)
  static class Configured {}

  /**
   * @param arguments those after the command's name
   * @return the process's status
   */
  public static int run(List<String> arguments, PrintWriter out, PrintWriter err) {
    List<String> settings = new ArrayList<>(List.of("--logging.threshold.console=off"));
    List<String> own = new ArrayList<>();
    for (String argument : arguments) {
      (SETTING.matcher(argument).matches() ? settings : own).add(argument);
    }
    return DeadLettersCommand.of(() -> desk(settings))
        .setOut(out)
        .setErr(err)
        .setExecutionExceptionHandler(DeadLettersProgram::failed)
        .execute(own.toArray(String[]::new));
  }

  private static int failed(
      Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
    boolean kafka = failure instanceof KafkaException;
    lines(failure).forEach(line -> command.getErr().println("campaign-dispatch: " + line));
    return kafka ? NOT_DONE : BAD_CONFIGURATION;
  }

  private static List<String> lines(Exception failure) {
    return switch (failure) {
      case TimeoutException _ ->
          List.of(
              "Kafka does not answer at spring.kafka.bootstrap-servers ("
                  + failure.getMessage()
                  + ")");
      case KafkaException _ -> List.of("Kafka: " + failure.getMessage());
      case Exception other -> StartMistakes.of(other);
    };
  }

  private static DeadLetterDesk desk(List<String> settings) {
    try (ConfigurableApplicationContext context =
        new SpringApplicationBuilder(Configured.class)
            .web(WebApplicationType.NONE)
            .registerShutdownHook(false)
            .run(settings.toArray(String[]::new))) {
      DispatchSettings dispatch = context.getBean(DispatchSettings.class);
      Directory directory = directory(dispatch.workspacesFile());
      return LetterClients.desk(
          new KafkaClients(
              context.getBean(KafkaProperties.class),
              bootstrapServers(context, dispatch),
              dispatch.groupId(),
              LetterClients.INSTANCE,
              context.getBean(SslBundles.class)),
          dispatch.topics().names(),
          new DeadLetterParser(new RequestDecoder(WorkspaceFacts.of(() -> directory))));
    }
  }

  /** Only national numbers need it. */
  private static Directory directory(@Nullable Path file) {
    if (file == null) {
      return Directory.EMPTY;
    }
    return switch (DirectoryFile.read(file)) {
      case DirectoryResult.Loaded(var directory) -> directory;
      case DirectoryResult.Refused(var mistakes) -> throw new StartRefused(mistakes);
    };
  }

  private static String bootstrapServers(
      ConfigurableApplicationContext context, DispatchSettings settings) {
    List<String> configured = WorkerConfiguration.bootstrapServers(context.getEnvironment());
    if (!configured.isEmpty()) {
      return String.join(",", configured);
    }
    return EmbeddedBroker.running(settings.embeddedBroker())
        .orElseThrow(
            () ->
                new StartRefused(
                    List.of(
                        "spring.kafka.bootstrap-servers: expected host:port of a Kafka, or a running"
                            + " dispatcher whose embedded broker has its data in "
                            + settings.embeddedBroker().dataDir()
                            + ", received neither")));
  }
}
