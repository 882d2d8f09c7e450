package io.campaigndispatch.dispatcher.logs;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.logging.logback.StructuredLogEncoder;
import org.springframework.core.env.Environment;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.ClassPathResource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Lines as application.yaml has them written. */
class LogLinesTest {

  private static final String NUMBER = "+5215512345678";

  private static String written(String file, Use use) throws IOException {
    StandardEnvironment environment = new StandardEnvironment();
    for (String name : new LinkedHashSet<>(List.of(file, "application.yaml"))) {
      new YamlPropertySourceLoader()
          .load(name, new ClassPathResource(name))
          .forEach(environment.getPropertySources()::addLast);
    }
    LoggerContext context = new LoggerContext();
    context.putObject(Environment.class.getName(), environment);
    StructuredLogEncoder encoder = new StructuredLogEncoder();
    encoder.setContext(context);
    encoder.setCharset(StandardCharsets.UTF_8);
    encoder.setFormat(environment.getRequiredProperty("logging.structured.format.console"));
    encoder.start();
    context.setMDCAdapter(new LogbackMDCAdapter());
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    Logger logger = context.getLogger("io.campaigndispatch.Test");
    logger.addAppender(lines);
    use.on(logger);
    return lines.list.stream()
        .map(line -> new String(encoder.encode(line), StandardCharsets.UTF_8))
        .collect(Collectors.joining());
  }

  private interface Use {
    void on(Logger logger);
  }

  private static JsonNode json(Use use) throws IOException {
    String written = written("application.yaml", use);
    assertThat(written).endsWith("\n").hasLineCount(1);
    return JsonMapper.shared().readTree(written);
  }

  private static String text(Use use) throws IOException {
    return written("application-text.yaml", use);
  }

  @Test
  void event_isJsonWithItsNameAndItsValues() throws IOException {
    JsonNode line =
        json(log -> LogEvent.REQUEST_REJECTED.log(log, 3, 42L, "acme", "INVALID", "recipient"));

    assertThat(line.at("/event/action").asString()).isEqualTo("REQUEST_REJECTED");
    assertThat(line.at("/log/level").asString()).isEqualTo("WARN");
    assertThat(line.at("/message").asString())
        .isEqualTo(
            "request rejected partition=3 offset=42 workspace=acme code=INVALID broken=recipient");
    assertThat(line.at("/dispatch/partition").isInt()).isTrue();
    assertThat(line.at("/dispatch/offset").longValue()).isEqualTo(42);
    assertThat(line.at("/dispatch/workspace").asString()).isEqualTo("acme");
    assertThat(line.at("/service/name").asString()).isEqualTo("campaign-dispatch");
  }

  @Test
  void valueThatIsMissing_isNull() throws IOException {
    JsonNode line = json(log -> LogEvent.REQUEST_REJECTED.log(log, 3, 42L, null, "NOT_JSON", ""));

    assertThat(line.path("dispatch").has("workspace")).isTrue();
    assertThat(line.at("/dispatch/workspace").isNull()).isTrue();
  }

  @Test
  void number_inAnything_isMasked() throws IOException {
    JsonNode line =
        json(
            log ->
                LogEvent.NOT_WARMED_UP.log(
                    log, "sent to " + NUMBER, new IllegalStateException("not to " + NUMBER)));

    assertThat(line.at("/dispatch/error").asString()).isEqualTo("sent to ***");
    assertThat(line.at("/error/message").asString()).isEqualTo("not to ***");
    assertThat(line.at("/error/stack_trace").asString()).contains("not to ***");
    assertThat(line.toString()).doesNotContain("55123");
    assertThat(line.path("@timestamp").asString()).startsWith("20");
  }

  @Test
  void lineOfALibrary_hasNoName_andIsMaskedToo() throws IOException {
    JsonNode line = json(log -> log.warn("refused for {}", NUMBER));

    assertThat(line.has("event")).isFalse();
    assertThat(line.has("dispatch")).isFalse();
    assertThat(line.path("message").asString()).isEqualTo("refused for ***");
  }

  @Test
  void text_isOneLineForAPerson_masked() throws IOException {
    String line = text(log -> LogEvent.COMMIT_FAILED.log(log, "one\ntwo " + NUMBER));

    assertThat(line)
        .matches(
            "20\\S+  WARN .*io.campaigndispatch.Test +commit failed error=one two \\*\\*\\*\n");
  }

  @Test
  void text_withACause_hasItsStackTrace_masked() throws IOException {
    String lines =
        text(log -> LogEvent.CORE_BROKE.log(log, new IllegalStateException("no " + NUMBER)));

    assertThat(lines)
        .contains("the core broke\njava.lang.IllegalStateException: no ***\n\tat ")
        .doesNotContain("55123");
  }

  @Test
  void nothing_isWritten_belowTheLevel() throws IOException {
    String written =
        written(
            "application.yaml",
            log -> {
              log.setLevel(ch.qos.logback.classic.Level.ERROR);
              LogEvent.COMMIT_FAILED.log(log, "one");
            });

    assertThat(written).isEmpty();
  }
}
