package io.campaigndispatch.sandbox.plazbot;

import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.sandbox.RunningSandbox;
import io.campaigndispatch.sandbox.catalogue.TemplatePolicy;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ConfiguredPlazbotTest {
  @RegisterExtension
  final RunningSandbox sandbox =
      RunningSandbox.configured(
          TemplatePolicy.STRICT,
          """
          workspaces:
            - { vendor: plazbot, id: acme, rate: { limit: 2, per: 1s } }
            - { vendor: plazbot, id: guarded, token: secret }
          templates:
            - { name: hello, vendor: plazbot, workspace: acme, body-params: [name] }
          """);

  @Test
  void undeclaredWorkspace_is401() {
    assertThat(send("stranger", "hello")).isEqualTo(401);
  }

  @Test
  void callsPastTheWorkspacesRate_are429UntilTheWindowHasPassed() {
    assertThat(send("acme", "hello")).isEqualTo(200);
    assertThat(send("acme", "hello")).isEqualTo(200);
    assertThat(send("acme", "hello")).isEqualTo(429);

    sandbox.advance(Duration.ofSeconds(1));

    assertThat(send("acme", "hello")).isEqualTo(200);
  }

  @Test
  void undeclaredTemplate_is404UnderStrict() {
    assertThat(send("acme", "other")).isEqualTo(404);
  }

  @Test
  void tokenOfAWorkspace_isAskedFor() {
    String body = body("guarded", "order_shipped");

    assertThat(send("guarded", "order_shipped")).isEqualTo(401);
    assertThat(
            sandbox
                .post(
                    "/plazbot/api/conversation",
                    body,
                    "x-workspace-id",
                    "guarded",
                    "Authorization",
                    "Bearer secret")
                .at("/errorCode"))
        .isEqualTo("TEMPLATE_VARIABLES_MISMATCH");
  }

  private int send(String workspace, String template) {
    return sandbox.plazbot("/api/conversation", body(workspace, template)).status();
  }

  private static String body(String workspace, String template) {
    return """
    {"workspaceId": "%s", "template": "%s", "destination": "51987654321",
     "variablesBody": [{"variable": "name", "value": "Juan"}]}"""
        .formatted(workspace, template);
  }
}
