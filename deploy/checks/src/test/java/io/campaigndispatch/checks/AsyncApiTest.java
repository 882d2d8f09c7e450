package io.campaigndispatch.checks;

import static org.assertj.core.api.Assertions.assertThat;

import com.asyncapi.v3._0_0.model.AsyncAPI;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.campaigndispatch.model.outcome.FailureCategory;
import io.campaigndispatch.model.send.Priority;
import io.campaigndispatch.model.wire.DispatchHeaders;
import io.campaigndispatch.model.wire.RequestFormat;
import io.campaigndispatch.model.wire.Topics;
import io.campaigndispatch.model.workspace.CampaignState;
import io.campaigndispatch.model.workspace.Suppression;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** docs/asyncapi.yaml is a valid document of the topics and what is in them. */
class AsyncApiTest {

  private static final AsyncTopics DOCUMENT = AsyncTopics.read();
  private static final JsonNode ROOT = DOCUMENT.document().root();

  @Test
  void document_isReadWithoutComplaint() throws JsonProcessingException {
    AsyncAPI parsed =
        new ObjectMapper(new YAMLFactory())
            .readValue(Repository.text("docs/asyncapi.yaml"), AsyncAPI.class);

    assertThat(parsed.getAsyncapi()).isEqualTo("3.0.0");
    assertThat(parsed.getChannels()).hasSameSizeAs(ROOT.path("channels").propertyNames());
    assertThat(parsed.getOperations()).hasSameSizeAs(ROOT.path("operations").propertyNames());
    assertThat(DOCUMENT.document().brokenReferences()).isEmpty();
  }

  @Test
  void channels_areTheTopics() throws ReflectiveOperationException {
    Set<String> topics = new TreeSet<>();
    for (Method method : Topics.class.getDeclaredMethods()) {
      if (method.getReturnType() == String.class
          && method.getParameterCount() == 0
          && !List.of("prefix", "toString").contains(method.getName())) {
        topics.add((String) method.invoke(Topics.DEFAULT));
      }
    }

    assertThat(DOCUMENT.names()).isEqualTo(topics);
  }

  @Test
  void message_everyOne_isOfAChannel_andItsExamplesFit() {
    ROOT.at("/components/messages")
        .properties()
        .forEach(
            message -> {
              JsonNode payload = DOCUMENT.payload(message.getValue());
              assertThat(DOCUMENT.document().problemsOfSchema(payload))
                  .as(message.getKey())
                  .isEmpty();
              for (JsonNode example : message.getValue().path("examples")) {
                assertThat(DOCUMENT.document().problems(payload, example.get("payload")))
                    .as("%s", example)
                    .isEmpty();
              }
              assertThat(ROOT.path("channels").toString())
                  .contains("\"#/components/messages/" + message.getKey() + "\"");
            });
  }

  @Test
  void headers_areThoseOfTheCode() throws IllegalAccessException {
    Set<String> known = new TreeSet<>();
    for (Field field : DispatchHeaders.class.getFields()) {
      if (Modifier.isStatic(field.getModifiers())) {
        known.add((String) field.get(null));
      }
    }
    Set<String> documented = new TreeSet<>();
    ROOT.findValues("properties").stream()
        .flatMap(properties -> properties.propertyNames().stream())
        .filter(name -> name.startsWith("dispatch-") || name.startsWith("trace"))
        .forEach(documented::add);

    assertThat(documented).isEqualTo(known);
  }

  @Test
  void words_areThoseOfTheCode() {
    ApiDocument document = DOCUMENT.document();
    String messages = "/components/messages/";
    String schemas = "/components/schemas/";
    assertThat(
            document.words(messages + "vendorBody/headers/allOf/0/properties/dispatch-format/enum"))
        .isEqualTo(Stream.of(RequestFormat.values()).map(RequestFormat::mark).toList());
    assertThat(
            document.words(messages + "deadLetter/headers/allOf/2/properties/dispatch-reason/enum"))
        .isEqualTo(names(FailureCategory.values()));
    assertThat(
            document.words(
                messages + "delayedRequest/headers/allOf/2/properties/dispatch-priority/enum"))
        .isEqualTo(names(Priority.values()));
    assertThat(document.words(schemas + "campaignOrder/properties/state/enum"))
        .isEqualTo(names(CampaignState.values()));
    assertThat(document.words(schemas + "suppression/properties/category/enum"))
        .isEqualTo(names(Suppression.Category.values()));
  }

  @Test
  void workspace_hasTheKeysOfTheWorkspacesFile() {
    assertThat(ROOT.at("/components/schemas/workspace/properties").propertyNames())
        .containsExactlyInAnyOrderElementsOf(DirectorySettings.keys("/workspaces/0"));
    assertThat(ROOT.at("/components/schemas/bandwidth/properties").propertyNames())
        .containsExactlyInAnyOrderElementsOf(
            DirectorySettings.keys("/throttle-groups/0/throttle/0"));
  }

  private static List<String> names(Enum<?>[] constants) {
    return Arrays.stream(constants).map(Enum::name).toList();
  }
}
