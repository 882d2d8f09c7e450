package io.campaigndispatch.dispatcher.vendor.platica;

import static io.campaigndispatch.dispatcher.vendor.Fixtures.call;
import static io.campaigndispatch.dispatcher.vendor.Fixtures.json;
import static io.campaigndispatch.dispatcher.vendor.Fixtures.media;
import static io.campaigndispatch.dispatcher.vendor.Fixtures.refusal;
import static io.campaigndispatch.dispatcher.vendor.Fixtures.request;
import static io.campaigndispatch.dispatcher.vendor.Fixtures.template;
import static io.campaigndispatch.dispatcher.vendor.Fixtures.unnamed;
import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.dispatcher.vendor.Encoding;
import io.campaigndispatch.dispatcher.vendor.Fixtures;
import io.campaigndispatch.dispatcher.vendor.HttpCall;
import io.campaigndispatch.model.outcome.Violation;
import io.campaigndispatch.model.send.Button;
import io.campaigndispatch.model.send.Contact;
import io.campaigndispatch.model.send.Header;
import io.campaigndispatch.model.send.Header.MediaType;
import io.campaigndispatch.model.send.Message;
import io.campaigndispatch.model.send.TemplateMessage;
import io.campaigndispatch.model.send.TextMessage;
import io.campaigndispatch.model.workspace.ContactPolicy;
import io.campaigndispatch.model.workspace.Vendor.Dialect;
import io.campaigndispatch.model.workspace.VendorType;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests against the page platica-send-template. */
class PlaticaRequestTest {

  private static final Contact JOSE =
      new Contact(
          "José",
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          Map.of("placas", "ABC123", "id_recepcion", "REC001"),
          List.of());

  private static Encoding encode(ContactPolicy contacts, Message message) {
    return new PlaticaAdapter()
        .encode(
            Fixtures.vendor(VendorType.PLATICA, Dialect.CURRENT),
            Fixtures.workspace("521234567890", contacts),
            List.of(request("+521234567890", "pV6PvG2lc8ChQb2VmETr", message, JOSE, null)));
  }

  private static TemplateMessage welcome(Button... buttons) {
    return template(
        "bienvenida_cliente",
        media(MediaType.IMAGE, "https://cdn.assets.com/welcome_image.jpg", "ignored.jpg"),
        unnamed("Juan", "Premium"),
        buttons);
  }

  @Test
  void template_isThePagesExample() {
    HttpCall call = call(encode(ContactPolicy.PASS, welcome(new Button(0, null, "promo/enero"))));

    assertThat(call.method()).isEqualTo("POST");
    assertThat(call.uri())
        .isEqualTo(URI.create("https://vendor.example/base/v1/messages/template"));
    assertThat(call.headers()).containsEntry("Content-Type", "application/json");
    assertThat(json(call))
        .isEqualTo(
            json(
                """
                {
                "channelId": "521234567890",
                "conversationId": "521234567890",
                "campaignId": "pV6PvG2lc8ChQb2VmETr",
                "template": {
                "name": "bienvenida_cliente",
                "params": ["Juan", "Premium"],
                "type": "image",
                "file": "https://cdn.assets.com/welcome_image.jpg",
                "buttons": [
                {
                "index": 0,
                "parameters": [{ "type": "text", "text": "promo/enero" }]
                }
                ]
                },
                "client": {
                "name": "José",
                "customFields": {
                "placas": "ABC123",
                "id_recepcion": "REC001"
                }
                }
                }
                """));
  }

  @Test
  void knownButtonTypes_areAlwaysWritten() {
    TemplateMessage message =
        welcome(
            new Button(0, Button.Type.URL, "promo/enero"),
            new Button(1, Button.Type.OTP, "482910"),
            new Button(2, Button.Type.QUICK_REPLY, "yes"));

    HttpCall call = call(encode(ContactPolicy.DROP, message));

    assertThat(json(call).path("template").path("buttons"))
        .isEqualTo(
            json(
                """
                [
                  {"index": 0, "sub_type": "url",
                   "parameters": [{ "type": "text", "text": "promo/enero" }]},
                  {"index": 1, "sub_type": "otp",
                   "parameters": [{ "type": "text", "text": "482910" }]},
                  {"index": 2, "sub_type": "quick_reply",
                   "parameters": [{ "type": "text", "text": "yes" }]}
                ]
                """));
  }

  @Test
  void contact_isKeptBack_whenTheWorkspaceDropsContacts() {
    HttpCall call = call(encode(ContactPolicy.DROP, welcome()));

    assertThat(json(call).has("client")).isFalse();
  }

  @Test
  void everyContactField_hasTheVendorsName() {
    Contact full =
        new Contact(
            "a",
            "b",
            "c",
            "d",
            "01/02/1990",
            "female",
            "e",
            "MX",
            "f",
            "g",
            "h",
            "i",
            Map.of(),
            List.of("x@example.com"));
    HttpCall call =
        call(
            new PlaticaAdapter()
                .encode(
                    Fixtures.vendor(VendorType.PLATICA, Dialect.CURRENT),
                    Fixtures.workspace("1", ContactPolicy.PASS),
                    List.of(request("+521234567890", null, welcome(), full, null))));

    assertThat(json(call).path("client"))
        .isEqualTo(
            json(
                """
                {"name":"a","firstname":"b","lastname":"c","email":"d","birthdate":"01/02/1990",
                 "gender":"female","company":"e","country":"MX","state":"f","city":"g",
                 "address":"h","postalCode":"i","owners":["x@example.com"]}
                """));
  }

  @Test
  void templateWithoutValues_isItsNameOnly() {
    HttpCall call = call(encode(ContactPolicy.DROP, template("hola", null, List.of())));

    assertThat(json(call).path("template")).isEqualTo(json("{\"name\":\"hola\"}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://example.com/x", " HTTP://x", "//cdn.example.com/x"})
  void fullUrlInAUrlButton_isRefusedBeforeTheCall(String url) {
    Violation expected =
        new Violation(
            "message.buttons[0].value",
            "a URL button takes a path segment",
            "a path segment such as promo/enero",
            "a full URL");

    assertThat(
            refusal(encode(ContactPolicy.PASS, welcome(new Button(0, Button.Type.URL, url))))
                .errors())
        .containsExactly(expected);
    assertThat(refusal(encode(ContactPolicy.PASS, welcome(new Button(0, null, url)))).errors())
        .containsExactly(expected);
  }

  @Test
  void urlInAQuickReply_isAllowed() {
    Button button = new Button(0, Button.Type.QUICK_REPLY, "https://example.com");

    assertThat(encode(ContactPolicy.PASS, welcome(button))).isInstanceOf(Encoding.Encoded.class);
  }

  @Test
  void fourButtons_areTooMany() {
    Button[] four = new Button[4];
    for (int i = 0; i < four.length; i++) {
      four[i] = new Button(i, Button.Type.URL, "x");
    }

    assertThat(refusal(encode(ContactPolicy.PASS, welcome(four))).errors())
        .containsExactly(
            new Violation("message.buttons", "takes at most 3 buttons", "at most 3", "4"));
  }

  @Test
  void textHeaderVariables_areUnsupported() {
    TemplateMessage message = template("t", new Header.Text(unnamed("x")), List.of());

    assertThat(refusal(encode(ContactPolicy.PASS, message)).errors())
        .extracting(Violation::field)
        .containsExactly("message.header");
  }

  @Test
  void textHeaderWithoutVariables_needsNothing() {
    TemplateMessage message = template("t", new Header.Text(List.of()), List.of());

    assertThat(encode(ContactPolicy.PASS, message)).isInstanceOf(Encoding.Encoded.class);
  }

  @Test
  void freeText_isUnsupported() {
    assertThat(refusal(encode(ContactPolicy.PASS, new TextMessage("hola", null))).code())
        .isEqualTo("UNSUPPORTED");
  }
}
