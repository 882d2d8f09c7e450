package io.campaigndispatch.dispatcher.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** A setting that cannot be bound is told with its key, its value and what was expected. */
class StartMistakesTest {

  private static String mistake(String key, String value) {
    Binder binder = new Binder(new MapConfigurationPropertySource(Map.of(key, value)));
    Throwable failure =
        catchThrowable(
            () ->
                binder.bindOrCreate(
                    "dispatch",
                    Bindable.of(DispatchSettings.class),
                    new NoUnboundElementsBindHandler(BindHandler.DEFAULT)));
    assertThat(failure).as("%s=%s must not bind", key, value).isNotNull();
    return String.join("\n", StartMistakes.of(failure));
  }

  @Test
  void number_isToldAsAWholeNumber() {
    assertThat(mistake("dispatch.duplicates.window", "abc"))
        .startsWith("dispatch.duplicates.window = abc")
        .endsWith(": expected a whole number");
    assertThat(mistake("dispatch.embedded-broker.port", "99999999999"))
        .endsWith(": expected a whole number");
  }

  @Test
  void flag_isToldAsTrueOrFalse() {
    assertThat(mistake("dispatch.topics.create", "perhaps")).endsWith(": expected true or false");
  }

  @Test
  void size_isToldByAnExample() {
    assertThat(mistake("dispatch.window-bytes", "much"))
        .endsWith(": expected a size such as 512MB");
  }

  @Test
  void choice_isToldByItsChoices() {
    assertThat(mistake("dispatch.templates.unknown", "maybe"))
        .endsWith(": expected one of [pass, reject]");
  }

  @Test
  void unknownKey_isToldWithoutItsValue() {
    assertThat(mistake("dispatch.api-token", "hunter2"))
        .startsWith("dispatch.api-token (")
        .endsWith("): there is no such setting")
        .doesNotContain("hunter2");
  }

  @Test
  void range_isToldByTheSettingItself() {
    assertThat(mistake("dispatch.duplicates.window", "0"))
        .contains("dispatch.duplicates.window: expected at least 1, received 0");
  }
}
