package io.campaigndispatch.checks;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A description of an interface in YAML whose schemas are JSON Schema 2020-12, and refer to each
 * other as parts of the document.
 *
 * @param file within docs/
 */
record ApiDocument(String file, JsonNode root) {

  private static final SchemaRegistry SCHEMAS =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

  static ApiDocument read(String file) {
    return new ApiDocument(file, Repository.yaml("docs/" + file));
  }

  /** What a reference points to, or the node itself when it is none. */
  JsonNode resolved(JsonNode node) {
    String reference = node.path("$ref").asString("");
    return reference.startsWith("#") ? root.at(reference.substring(1)) : node;
  }

  /** References that point to nothing. */
  List<String> brokenReferences() {
    List<String> broken = new ArrayList<>();
    for (JsonNode reference : root.findValues("$ref")) {
      String text = reference.asString();
      boolean found =
          text.startsWith("#")
              ? !root.at(text.substring(1)).isMissingNode()
              : Repository.path("docs").resolve(text).toFile().isFile();
      if (!found) {
        broken.add(text);
      }
    }
    return broken;
  }

  /** What is wrong with a value, by one of the document's schemas. */
  List<String> problems(JsonNode schema, JsonNode value) {
    return compiled(schema).validate(value).stream().map(Object::toString).toList();
  }

  /** What is wrong with the schema itself. */
  List<String> problemsOfSchema(JsonNode schema) {
    JsonNode whole = whole(schema);
    return SCHEMAS
        .getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"))
        .validate(whole)
        .stream()
        .map(Object::toString)
        .toList();
  }

  private Schema compiled(JsonNode schema) {
    return SCHEMAS.getSchema(whole(schema));
  }

  /** With the parts of the document that it refers to, where the references find them. */
  private JsonNode whole(JsonNode schema) {
    String reference = schema.path("$ref").asString("");
    if (!reference.isEmpty() && !reference.startsWith("#")) {
      return Repository.yaml("docs/" + reference);
    }
    ObjectNode whole = Repository.YAML.createObjectNode();
    whole.putArray("allOf").add(schema);
    whole.set("components", root.path("components"));
    return whole;
  }

  /** The words of an enumeration. */
  List<String> words(String pointer) {
    return StreamSupport.stream(root.at(pointer).spliterator(), false)
        .map(JsonNode::asString)
        .toList();
  }
}
