package io.campaigndispatch.dispatcher.vendor.platica;

import io.campaigndispatch.dispatcher.vendor.Encoding;
import io.campaigndispatch.dispatcher.vendor.HttpReply;
import io.campaigndispatch.dispatcher.vendor.VendorAdapter;
import io.campaigndispatch.dispatcher.vendor.Verdict;
import io.campaigndispatch.dispatcher.vendor.request.Calls;
import io.campaigndispatch.dispatcher.vendor.request.JsonBody;
import io.campaigndispatch.dispatcher.vendor.request.Refusals;
import io.campaigndispatch.model.send.Button;
import io.campaigndispatch.model.send.Header;
import io.campaigndispatch.model.send.SendRequest;
import io.campaigndispatch.model.send.TemplateMessage;
import io.campaigndispatch.model.send.TextMessage;
import io.campaigndispatch.model.workspace.Vendor;
import io.campaigndispatch.model.workspace.Workspace;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Platica's "send template message" (vendor page: platica-send-template), its only endpoint here.
 *
 * <p>It has no language field and takes a media file without a name; a text header's variables and
 * free text it cannot take at all.
 */
public final class PlaticaAdapter implements VendorAdapter {

  private static final String PATH = "/v1/messages/template";

  /** Vendor page: maximum 3 items. */
  private static final int MAX_BUTTONS = 3;

  private static final Pattern FULL_URL = Pattern.compile("\\s*([A-Za-z][A-Za-z0-9+.-]*:)?//.*");

  @Override
  public Encoding encode(Vendor vendor, Workspace workspace, List<SendRequest> requests) {
    SendRequest request = Calls.single(requests);
    Refusals refusals = new Refusals("Platica's template endpoint");
    return switch (request.message()) {
      case TemplateMessage template -> {
        check(template, refusals);
        yield refusals.or(
            () ->
                Calls.post(
                    vendor,
                    workspace.credential(),
                    PATH,
                    Calls.JSON,
                    JsonBody.object(
                        json -> PlaticaBody.write(json, workspace, request, template))));
      }
      case TextMessage _ -> {
        refusals.add("message.type", "sends templates only", "template", "text");
        yield refusals.refused();
      }
    };
  }

  @Override
  public List<Verdict> classify(Vendor vendor, List<SendRequest> requests, HttpReply reply) {
    Calls.single(requests);
    return List.of(PlaticaReplies.verdict(vendor, reply));
  }

  private static void check(TemplateMessage template, Refusals refusals) {
    if (template.header() instanceof Header.Text text && !text.variables().isEmpty()) {
      refusals.add(
          "message.header", "takes no text header variables", "image, document or video", "text");
    }
    if (template.buttons().size() > MAX_BUTTONS) {
      refusals.add(
          "message.buttons",
          "takes at most " + MAX_BUTTONS + " buttons",
          "at most " + MAX_BUTTONS,
          Integer.toString(template.buttons().size()));
    }
    for (int i = 0; i < template.buttons().size(); i++) {
      Button button = template.buttons().get(i);
      if (mayBeUrl(button) && FULL_URL.matcher(button.value()).matches()) {
        refusals.add(
            "message.buttons[" + i + "].value",
            "a URL button takes a path segment",
            "a path segment such as promo/enero",
            "a full URL");
      }
    }
  }

  /** A type left out is inferred by the vendor: never as quick reply, and no code is a URL. */
  private static boolean mayBeUrl(Button button) {
    return button.type() == null || button.type() == Button.Type.URL;
  }
}
