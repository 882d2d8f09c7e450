package io.campaigndispatch.dispatcher.vendor.request;

import io.campaigndispatch.model.send.Parameter;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.ByteArrayBuilder;
import tools.jackson.core.util.JsonRecyclerPools;

/** Writes a JSON object straight into bytes. */
public final class JsonBody {

  // Buffers that stay with the core's thread cost less than a queue of them.
  private static final JsonFactory FACTORY =
      JsonFactory.builder().recyclerPool(JsonRecyclerPools.threadLocalPool()).build();

  private JsonBody() {}

  /** The object whose properties {@code content} writes, as UTF-8. */
  public static byte[] object(Consumer<JsonGenerator> content) {
    try (ByteArrayBuilder bytes = new ByteArrayBuilder()) {
      try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), bytes)) {
        json.writeStartObject();
        content.accept(json);
        json.writeEndObject();
      }
      return bytes.toByteArray();
    }
  }

  /** Writes the property unless its value is absent. */
  public static void optional(JsonGenerator json, String name, @Nullable String value) {
    if (value != null) {
      json.writeStringProperty(name, value);
    }
  }

  /** Writes {@code "parameters": [{"type": "text", "text": …}, …]}, Meta's and Platica's form. */
  public static void textParameters(JsonGenerator json, List<Parameter> values) {
    json.writeArrayPropertyStart("parameters");
    for (Parameter value : values) {
      textParameter(json, value.value());
    }
    json.writeEndArray();
  }

  /** Writes {@code {"type": "text", "text": …}}. */
  public static void textParameter(JsonGenerator json, String text) {
    json.writeStartObject();
    json.writeStringProperty("type", "text");
    json.writeStringProperty("text", text);
    json.writeEndObject();
  }
}
