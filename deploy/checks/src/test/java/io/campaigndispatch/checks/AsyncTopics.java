package io.campaigndispatch.checks;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * docs/asyncapi.yaml by the topics' names as they are when nothing is configured.
 *
 * @param channels by name
 */
record AsyncTopics(ApiDocument document, Map<String, JsonNode> channels) {

  static AsyncTopics read() {
    ApiDocument document = ApiDocument.read("asyncapi.yaml");
    Map<String, JsonNode> channels = new TreeMap<>();
    for (JsonNode channel : document.root().path("channels")) {
      String address = channel.path("address").asString();
      for (var parameter : channel.path("parameters").properties()) {
        address =
            address.replace(
                "{" + parameter.getKey() + "}",
                document.resolved(parameter.getValue()).path("default").asString());
      }
      channels.put(address, channel);
    }
    return new AsyncTopics(document, channels);
  }

  Set<String> names() {
    return channels.keySet();
  }

  /** A message of a topic. */
  JsonNode message(String topic, String name) {
    return document.resolved(
        channels.getOrDefault(topic, document.root()).path("messages").path(name));
  }

  /** The schema of a message's value. */
  JsonNode payload(JsonNode message) {
    JsonNode payload = message.path("payload");
    return payload.has("schemaFormat") ? payload.path("schema") : payload;
  }
}
