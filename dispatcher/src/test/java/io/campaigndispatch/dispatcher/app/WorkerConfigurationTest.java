package io.campaigndispatch.dispatcher.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.campaigndispatch.dispatcher.control.DirectoryFile;
import io.campaigndispatch.dispatcher.control.DirectoryResult;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class WorkerConfigurationTest {

  @Test
  void credentialThatIsNotThere_isToldOnceWithFileAndWorkspace() {
    DispatchSettings settings =
        new Binder(new MapConfigurationPropertySource(Map.of("dispatch.workspaces-file", "w.yaml")))
            .bindOrCreate("dispatch", DispatchSettings.class);
    var loaded =
        (DirectoryResult.Loaded)
            DirectoryFile.read(
                "w.yaml",
                """
                vendors:
                  - { id: v, type: platica, base-url: "https://api.example.com" }
                workspaces:
                  - { id: acme, vendor: v, credential: env:NO_SUCH_VARIABLE }
                  - { id: globex, vendor: v, credential: env:NO_SUCH_VARIABLE }
                  - { id: open, vendor: v, credential: none }
                """);

    assertThatExceptionOfType(StartRefused.class)
        .isThrownBy(() -> new WorkerConfiguration().credentials(settings, loaded.directory()))
        .satisfies(
            refused ->
                assertThat(refused.lines())
                    .containsExactly(
                        "w.yaml: workspace acme: credential env:NO_SUCH_VARIABLE: expected an"
                            + " environment variable of that name, found none"));
  }
}
