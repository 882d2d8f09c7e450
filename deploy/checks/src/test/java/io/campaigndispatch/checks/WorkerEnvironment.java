package io.campaigndispatch.checks;

import io.campaigndispatch.dispatcher.app.DispatchSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

/** The configuration as a worker in the chart's pod reads it, by Spring itself. */
final class WorkerEnvironment {

  private static final String SECRETS = "/etc/campaign-dispatch/secrets/";

  private final Binder binder;

  private WorkerEnvironment(ConfigurableEnvironment environment) {
    binder = Binder.get(environment);
  }

  /**
   * @param folder an empty one, for the files that the pod would mount
   * @param secrets what they contain; any other file has its source's name as content
   */
  static WorkerEnvironment of(Chart.Rendered chart, Path folder, Map<String, String> secrets)
      throws IOException {
    Path config = Files.createDirectory(folder.resolve("config"));
    Path tree = Files.createDirectory(folder.resolve("secrets"));
    Files.writeString(
        config.resolve("application.yaml"), chart.applicationYaml().replace(SECRETS, tree + "/"));
    for (Map.Entry<String, String> file : chart.secretFiles().entrySet()) {
      Files.writeString(
          tree.resolve(file.getKey()), secrets.getOrDefault(file.getKey(), file.getValue()) + "\n");
    }
    return of(Map.of("spring.config.additional-location", "file:" + config + "/"));
  }

  /**
   * @param given by environment variables or arguments
   */
  static WorkerEnvironment of(Map<String, String> given) {
    ConfigurableEnvironment environment = new StandardEnvironment();
    environment.getPropertySources().addFirst(new MapPropertySource("given", new HashMap<>(given)));
    ConfigDataEnvironmentPostProcessor.applyTo(environment);
    return new WorkerEnvironment(environment);
  }

  /** As the worker binds them: a key that it does not know is refused. */
  DispatchSettings dispatch() {
    return binder.bindOrCreate(
        "dispatch",
        Bindable.of(DispatchSettings.class),
        new NoUnboundElementsBindHandler(BindHandler.DEFAULT));
  }

  /** Here too a key that Spring does not know is refused. */
  KafkaProperties kafka() {
    return binder.bindOrCreate(
        "spring.kafka",
        Bindable.of(KafkaProperties.class),
        new NoUnboundElementsBindHandler(BindHandler.DEFAULT));
  }

  String value(String key) {
    return binder.bind(key, String.class).orElse("");
  }
}
