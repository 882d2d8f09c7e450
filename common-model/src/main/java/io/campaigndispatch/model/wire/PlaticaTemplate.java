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
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;

/**
 * Platica's send-template body. Its {@code delay} and {@code scheduleTime} become our schedule: the
 * vendor's own cannot be cancelled.
 */
record PlaticaTemplate() implements VendorBody {
  private static final int MOST_BUTTONS = 3;

  @Override
  public Decoded read(VendorRecord record) {
    Fields body = record.body();
    record.requireVendorWorkspace("channelId");
    Draft draft = record.draft();
    draft.recipient = VendorRecord.recipient(body, "conversationId");
    draft.campaignId = record.campaign("campaignId");
    Fields template = body.object("template");
    if (template != null) {
      draft.message = template(template);
    } else if (!body.isPresent("template")) {
      body.violate("template", "is required", "an object", null);
    }
    draft.schedule = ScheduleReader.read(body, "delay", "scheduleTime", false, record.envelope());
    Fields client = body.object("client");
    if (client != null) {
      draft.contact = ContactReader.read(client, true);
    }
    return record.finish(draft);
  }

  private static @Nullable TemplateMessage template(Fields template) {
    String name = MessageReader.word(template, "name", true);
    List<Parameter> params = params(template);
    Header header = header(template);
    List<Button> buttons = buttons(template);
    return name == null ? null : new TemplateMessage(name, null, header, params, buttons);
  }

  private static List<Parameter> params(Fields template) {
    ArrayNode array = template.array("params");
    if (array == null) {
      return List.of();
    }
    List<Parameter> params = new ArrayList<>(array.size());
    for (int i = 0; i < array.size(); i++) {
      String text = template.text(array.get(i), "params", i);
      String value =
          text == null ? null : ParameterReader.checked(text, template, "params", i, Place.BODY);
      if (value != null) {
        params.add(new Parameter(null, value));
      }
    }
    return params;
  }

  private static @Nullable Header header(Fields template) {
    boolean hasFile = template.isPresent("file");
    if (!template.isPresent("type") && !hasFile) {
      return null;
    }
    if (!template.isPresent("type")) {
      template.violate("type", "is required with a file", "image, document or video", null);
    }
    Header.MediaType type =
        template.choice("type", MessageReader.MEDIA_TYPES, "image, document or video");
    URI url = MessageReader.mediaUrl(template, "file");
    return type == null || url == null ? null : new Header.Media(type, url, null);
  }

  private static List<Button> buttons(Fields template) {
    ArrayNode array = MessageReader.buttonArray(template, "buttons", MOST_BUTTONS);
    if (array == null) {
      return List.of();
    }
    List<Button> buttons = new ArrayList<>(array.size());
    BitSet taken = new BitSet(MessageReader.MOST_BUTTONS);
    for (int i = 0; i < array.size(); i++) {
      Fields element = template.element(array, "buttons", i);
      if (element == null) {
        continue;
      }
      Integer index = MessageReader.buttonIndex(element, taken);
      Button.Type type =
          element.choice("sub_type", MessageReader.BUTTON_TYPES, MessageReader.BUTTON_TYPE);
      String value = OneParameter.of(element);
      if (value != null && isWholeUrl(value) && (type == null || type == Button.Type.URL)) {
        element.violate("parameters", "must be a path segment", "promo/enero", value);
      }
      if (index != null && value != null) {
        buttons.add(new Button(index, type, value));
      }
    }
    return buttons;
  }

  private static boolean isWholeUrl(String value) {
    String lower = value.toLowerCase(Locale.ROOT);
    return lower.startsWith("https://") || lower.startsWith("http://");
  }
}
