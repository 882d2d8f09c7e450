package io.campaigndispatch.model.wire;

import io.campaigndispatch.model.wire.ParameterReader.Place;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;

/** A button's {@code parameters}: exactly one {@code {"type":"text","text":…}}. */
final class OneParameter {

  private OneParameter() {}

  static @Nullable String of(Fields button) {
    Fields parameter = only(button);
    if (parameter == null) {
      return null;
    }
    String type = parameter.requiredText("type", "text");
    if (type != null && !type.equals("text")) {
      parameter.violate("type", "must be one of the known values", "text", type);
    }
    return ParameterReader.value(parameter, "text", Place.BUTTON);
  }

  /** As {@link #of}; Meta writes quick replies as {@code {"type":"payload","payload":…}}. */
  static @Nullable String textOrPayload(Fields button) {
    Fields parameter = only(button);
    if (parameter == null) {
      return null;
    }
    String type = parameter.requiredText("type", "text or payload");
    if (type != null && !type.equals("text") && !type.equals("payload")) {
      parameter.violate("type", "must be one of the known values", "text or payload", type);
    }
    return ParameterReader.value(
        parameter, "payload".equals(type) ? "payload" : "text", Place.BUTTON);
  }

  private static @Nullable Fields only(Fields button) {
    String expected = "exactly one parameter";
    ArrayNode array = button.array("parameters");
    if (array == null) {
      if (!button.isPresent("parameters")) {
        button.violate("parameters", "is required", expected, null);
      }
      return null;
    }
    if (array.size() != 1) {
      button.violate("parameters", "has a wrong number of items", expected, "" + array.size());
      return null;
    }
    return button.element(array, "parameters", 0);
  }
}
