package io.campaigndispatch.model.wire;

import io.campaigndispatch.model.send.Button;
import io.campaigndispatch.model.send.Header;
import io.campaigndispatch.model.send.Message;
import io.campaigndispatch.model.send.TemplateMessage;
import io.campaigndispatch.model.send.TextMessage;
import io.campaigndispatch.model.wire.ParameterReader.Place;
import java.net.URI;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;

/** The {@code message} of a native request. */
final class MessageReader {
  static final int LONGEST_TEXT = 4_096;
  static final int MOST_BUTTONS = 10;

  static final Map<String, Header.MediaType> MEDIA_TYPES =
      Map.of(
          "image", Header.MediaType.IMAGE,
          "document", Header.MediaType.DOCUMENT,
          "video", Header.MediaType.VIDEO);

  static final Map<String, Button.Type> BUTTON_TYPES =
      Map.of(
          "url", Button.Type.URL,
          "quick_reply", Button.Type.QUICK_REPLY,
          "otp", Button.Type.OTP,
          "phone_number", Button.Type.PHONE_NUMBER);

  static final String BUTTON_TYPE = "url, quick_reply, otp or phone_number";

  private MessageReader() {}

  static @Nullable Message read(Fields body) {
    Fields message = body.object("message");
    if (message == null) {
      if (!body.isPresent("message")) {
        body.violate("message", "is required", "an object", null);
      }
      return null;
    }
    String type = message.requiredText("type", "template or text");
    return switch (type) {
      case null -> null;
      case "template" -> template(message);
      case "text" -> text(message, "text", conversationId(message));
      default -> {
        message.violate("type", "must be one of the known values", "template or text", type);
        yield null;
      }
    };
  }

  private static @Nullable TemplateMessage template(Fields message) {
    String name = word(message, "name", true);
    String language = word(message, "language", false);
    Fields header = message.object("header");
    Header read = header == null ? null : header(header);
    var body = ParameterReader.list(message, "body", "name", "value", Place.BODY);
    List<Button> buttons = buttons(message);
    return name == null ? null : new TemplateMessage(name, language, read, body, buttons);
  }

  /** A name: not empty, no control characters. */
  static @Nullable String word(Fields fields, String field, boolean required) {
    String expected = "not empty, no control characters";
    String text = required ? fields.requiredText(field, expected) : fields.text(field);
    if (text != null && (text.isBlank() || Texts.hasControl(text))) {
      fields.violate(field, "is malformed", expected, text);
      return null;
    }
    return text;
  }

  /** A name that may be left empty instead of out. */
  static @Nullable String optionalWord(Fields fields, String field) {
    String text = fields.text(field);
    if (text == null || text.isBlank()) {
      return null;
    }
    if (Texts.hasControl(text)) {
      fields.violate(field, "is malformed", "no control characters", text);
    }
    return text;
  }

  private static @Nullable Header header(Fields header) {
    String type = header.requiredText("type", "text, image, document or video");
    if (type == null) {
      return null;
    }
    if (type.equals("text")) {
      return new Header.Text(
          ParameterReader.list(header, "variables", "name", "value", Place.HEADER));
    }
    Header.MediaType media = MEDIA_TYPES.get(type);
    if (media == null) {
      header.violate(
          "type", "must be one of the known values", "text, image, document or video", type);
      return null;
    }
    URI url = mediaUrl(header, "url");
    String fileName = word(header, "fileName", false);
    return url == null ? null : new Header.Media(media, url, fileName);
  }

  static @Nullable URI mediaUrl(Fields fields, String field) {
    String text = fields.requiredText(field, MediaUrl.EXPECTED);
    if (text == null) {
      return null;
    }
    return switch (MediaUrl.of(text)) {
      case MediaUrl.Usable usable -> usable.url();
      case MediaUrl.Refused refused -> {
        fields.violate(
            field, refused.message(), MediaUrl.EXPECTED, refused.secret() ? "(withheld)" : text);
        yield null;
      }
    };
  }

  private static List<Button> buttons(Fields message) {
    ArrayNode array = buttonArray(message, "buttons", MOST_BUTTONS);
    if (array == null) {
      return List.of();
    }
    List<Button> buttons = new ArrayList<>(array.size());
    BitSet taken = new BitSet(MOST_BUTTONS);
    for (int i = 0; i < array.size(); i++) {
      Fields element = message.element(array, "buttons", i);
      if (element == null) {
        continue;
      }
      Integer index = buttonIndex(element, taken);
      Button.Type type = element.choice("type", BUTTON_TYPES, BUTTON_TYPE);
      String value = ParameterReader.value(element, "value", Place.BUTTON);
      if (index != null && value != null) {
        buttons.add(new Button(index, type, value));
      }
    }
    return buttons;
  }

  /** An array of buttons that has no more than so many. */
  static @Nullable ArrayNode buttonArray(Fields fields, String field, int most) {
    ArrayNode array = fields.array(field);
    if (array != null && array.size() > most) {
      fields.violate(field, "has too many items", "at most " + most, "" + array.size());
    }
    return array;
  }

  /** A button's place in its template, which no other button of the message may have. */
  static @Nullable Integer buttonIndex(Fields button, BitSet taken) {
    boolean present = button.isPresent("index");
    Long index = button.integer("index", 0, MOST_BUTTONS - 1L);
    if (index == null) {
      if (!present) {
        button.violate("index", "is required", "a whole number from 0 to 9", null);
      }
      return null;
    }
    return unique(button, index.intValue(), taken);
  }

  static @Nullable Integer unique(Fields button, int index, BitSet taken) {
    if (taken.get(index)) {
      button.violate("index", "must be unique", "an index that no other button has", "" + index);
      return null;
    }
    taken.set(index);
    return index;
  }

  private static @Nullable String conversationId(Fields message) {
    String id = message.text("conversationId");
    if (id != null && !Texts.isDigits(id)) {
      message.violate("conversationId", "is malformed", "digits", id);
      return null;
    }
    return id;
  }

  /** A free text, whatever its field is called. */
  static @Nullable TextMessage text(Fields fields, String field, @Nullable String conversationId) {
    String text = fields.requiredText(field, "1 to 4,096 characters");
    if (text == null) {
      return null;
    }
    if (text.isEmpty() || text.length() > LONGEST_TEXT) {
      fields.violate(
          field, "has a wrong length", "1 to 4,096 characters", text.length() + " characters");
      return null;
    }
    if (Texts.hasControlBesidesLayout(text)) {
      fields.violate(
          field, "must not contain control characters", "line breaks and tabs at most", text);
      return null;
    }
    return new TextMessage(text, conversationId);
  }
}
