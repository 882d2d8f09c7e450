package io.campaigndispatch.dispatcher.vendor.request;

import static io.campaigndispatch.dispatcher.vendor.Fixtures.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonBodyTest {

  @ParameterizedTest
  @ValueSource(strings = {"José 😀", "\u0000\n\"\\", "\ud83d", "\ude00x", ""})
  void anyText_comesBackAsItWas(String text) {
    byte[] body = JsonBody.object(json -> json.writeStringProperty("text", text));

    assertThat(json(new String(body, StandardCharsets.UTF_8)).path("text").asString())
        .isEqualTo(text);
  }
}
