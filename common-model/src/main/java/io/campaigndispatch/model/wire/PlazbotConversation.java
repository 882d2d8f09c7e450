package io.campaigndispatch.model.wire;

import io.campaigndispatch.model.send.Header;
import io.campaigndispatch.model.send.SendType;
import io.campaigndispatch.model.send.TemplateMessage;
import io.campaigndispatch.model.wire.ParameterReader.Place;
import io.campaigndispatch.model.workspace.Vendor.Dialect;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/**
 * Plazbot's send-conversation body. The dialects differ in the send type's name and default: {@code
 * sendType}, API (current) and {@code type}, Campaign (legacy); the other dialect's field is
 * ignored.
 *
 * <p>The vendor's example fills {@code variablesHeader} and {@code file} at once, though a template
 * has one header: the file wins and the variables count as ignored. {@code file} may be an object
 * (example) or an array of one (schema).
 */
record PlazbotConversation(Dialect dialect) implements VendorBody {
  private static final Map<String, SendType> SEND_TYPES =
      Map.of("1", SendType.CAMPAIGN, "2", SendType.INDIVIDUAL, "3", SendType.API);

  @Override
  public Decoded read(VendorRecord record) {
    Fields body = record.body();
    record.requireVendorWorkspace("workspaceId");
    Draft draft = record.draft();
    String template = MessageReader.word(body, "template", true);
    draft.recipient = VendorRecord.recipient(body, "destination");
    var variables = ParameterReader.list(body, "variablesBody", "variable", "value", Place.BODY);
    Header header = header(body);
    if (template != null) {
      draft.message = new TemplateMessage(template, null, header, variables, List.of());
    }
    draft.sendType = sendType(record);
    draft.campaignId = record.campaign("campaignName");
    return record.finish(draft);
  }

  private SendType sendType(VendorRecord record) {
    String field =
        switch (dialect) {
          case CURRENT -> "sendType";
          case LEGACY -> "type";
        };
    SendType absent =
        switch (dialect) {
          case CURRENT -> SendType.API;
          case LEGACY -> SendType.CAMPAIGN;
        };
    String digit = record.optional(field);
    if (digit == null) {
      return absent;
    }
    SendType chosen = SEND_TYPES.get(digit);
    if (chosen == null) {
      record
          .body()
          .violate(field, "must be one of the known values", "\"1\", \"2\" or \"3\"", digit);
      return absent;
    }
    return chosen;
  }

  private static @Nullable Header header(Fields body) {
    JsonNode value = body.take("file");
    if (value instanceof ArrayNode array) {
      if (array.size() > 1) {
        body.violate("file", "has too many items", "at most one", "" + array.size());
      } else if (!array.isEmpty()) {
        return media(body.element(array, "file", 0));
      }
    } else if (value != null) {
      return media(body.object(value, "file", -1));
    }
    var variables =
        ParameterReader.list(body, "variablesHeader", "variable", "value", Place.HEADER);
    return variables.isEmpty() ? null : new Header.Text(variables);
  }

  private static @Nullable Header media(@Nullable Fields file) {
    if (file == null) {
      return null;
    }
    URI url = MessageReader.mediaUrl(file, "fileUrl");
    String fileName = MessageReader.optionalWord(file, "fileName");
    return url == null ? null : new Header.Media(mediaType(url, fileName), url, fileName);
  }

  /** Plazbot's body does not say what the file is; its ending does, and a document is any file. */
  private static Header.MediaType mediaType(URI url, @Nullable String fileName) {
    Header.MediaType byUrl = byEnding(url.getPath());
    return byUrl == Header.MediaType.DOCUMENT && fileName != null && !hasEnding(url.getPath())
        ? byEnding(fileName)
        : byUrl;
  }

  private static boolean hasEnding(String path) {
    return path.lastIndexOf('.') > path.lastIndexOf('/');
  }

  private static Header.MediaType byEnding(String path) {
    return switch (path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT)) {
      case "jpg", "jpeg", "png", "webp" -> Header.MediaType.IMAGE;
      case "mp4", "3gp" -> Header.MediaType.VIDEO;
      default -> Header.MediaType.DOCUMENT;
    };
  }
}
