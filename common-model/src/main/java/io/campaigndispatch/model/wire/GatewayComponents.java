package io.campaigndispatch.model.wire;

import io.campaigndispatch.model.send.Button;
import io.campaigndispatch.model.send.Header;
import io.campaigndispatch.model.send.Parameter;
import io.campaigndispatch.model.send.TemplateMessage;
import io.campaigndispatch.model.wire.ParameterReader.Place;
import java.net.URI;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;

/**
 * The gateway's {@code components}, shaped as Meta's: at most one header, at most one body, buttons
 * with their index written as a string. The gateway's page shows text parameters only; a header's
 * {@code image}, {@code document} or {@code video} with a {@code link} is Meta's own form.
 */
final class GatewayComponents {
  private @Nullable Header header;
  private boolean headerSeen;
  private @Nullable List<Parameter> body;
  private final List<Button> buttons = new ArrayList<>(0);
  private final BitSet indexes = new BitSet();

  private GatewayComponents() {}

  static GatewayComponents read(Fields request) {
    GatewayComponents components = new GatewayComponents();
    ArrayNode array = request.array("components");
    for (int i = 0; array != null && i < array.size(); i++) {
      Fields component = request.element(array, "components", i);
      if (component != null) {
        components.add(component);
      }
    }
    if (components.buttons.size() > MessageReader.MOST_BUTTONS) {
      request.violate(
          "components",
          "has too many buttons",
          "at most " + MessageReader.MOST_BUTTONS,
          "" + components.buttons.size());
    }
    return components;
  }

  TemplateMessage message(String name, @Nullable String language) {
    return new TemplateMessage(name, language, header, body == null ? List.of() : body, buttons);
  }

  private void add(Fields component) {
    String type = component.requiredText("type", "header, body or button");
    switch (type) {
      case null -> {}
      case "header" -> {
        if (headerSeen) {
          component.violate("type", "must be unique", "at most one header", type);
        }
        headerSeen = true;
        header = header(component);
      }
      case "body" -> {
        if (body != null) {
          component.violate("type", "must be unique", "at most one body", type);
        }
        body = texts(component, Place.BODY);
      }
      case "button" -> button(component);
      default ->
          component.violate(
              "type", "must be one of the known values", "header, body or button", type);
    }
  }

  private static @Nullable Header header(Fields component) {
    ArrayNode array = component.array("parameters");
    if (array == null || array.isEmpty()) {
      return null;
    }
    List<Parameter> variables = new ArrayList<>(array.size());
    for (int i = 0; i < array.size(); i++) {
      Fields parameter = component.element(array, "parameters", i);
      if (parameter == null) {
        continue;
      }
      String type = parameter.requiredText("type", "text, image, document or video");
      Header.MediaType media = type == null ? null : MessageReader.MEDIA_TYPES.get(type);
      if (media != null && type != null) {
        if (array.size() > 1) {
          component.violate("parameters", "has too many items", "one file", "" + array.size());
        }
        return media(parameter, type, media);
      }
      addText(parameter, type, "text, image, document or video", Place.HEADER, variables);
    }
    return new Header.Text(variables);
  }

  private static @Nullable Header media(Fields parameter, String type, Header.MediaType media) {
    Fields file = parameter.object(type);
    if (file == null) {
      if (!parameter.isPresent(type)) {
        parameter.violate(type, "is required", "an object with a link", null);
      }
      return null;
    }
    URI url = MessageReader.mediaUrl(file, "link");
    String fileName = MessageReader.word(file, "filename", false);
    return url == null ? null : new Header.Media(media, url, fileName);
  }

  private static List<Parameter> texts(Fields component, Place place) {
    ArrayNode array = component.array("parameters");
    List<Parameter> texts = new ArrayList<>(array == null ? 0 : array.size());
    for (int i = 0; array != null && i < array.size(); i++) {
      Fields parameter = component.element(array, "parameters", i);
      if (parameter != null) {
        addText(parameter, parameter.requiredText("type", "text"), "text", place, texts);
      }
    }
    return texts;
  }

  private static void addText(
      Fields parameter,
      @Nullable String type,
      String expected,
      Place place,
      List<Parameter> texts) {
    if (type != null && !type.equals("text")) {
      parameter.violate("type", "must be one of the known values", expected, type);
      return;
    }
    String name = MessageReader.word(parameter, "parameter_name", false);
    String value = ParameterReader.value(parameter, "text", place);
    if (value != null) {
      texts.add(new Parameter(name, value));
    }
  }

  private void button(Fields component) {
    Button.Type type =
        component.choice("sub_type", MessageReader.BUTTON_TYPES, MessageReader.BUTTON_TYPE);
    Integer index = index(component);
    String value =
        type == Button.Type.QUICK_REPLY
            ? OneParameter.textOrPayload(component)
            : OneParameter.of(component);
    if (index != null && value != null) {
      buttons.add(new Button(index, type, value));
    }
  }

  /** The gateway writes {@code "0"} where others write {@code 0}. */
  private @Nullable Integer index(Fields component) {
    String expected = "\"0\" to \"9\"";
    String text = component.requiredText("index", expected);
    if (text == null) {
      return null;
    }
    if (text.length() != 1 || !Texts.isDigits(text)) {
      component.violate("index", "is malformed", expected, text);
      return null;
    }
    return MessageReader.unique(component, text.charAt(0) - '0', indexes);
  }
}
