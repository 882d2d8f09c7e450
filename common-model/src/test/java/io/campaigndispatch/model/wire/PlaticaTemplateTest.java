package io.campaigndispatch.model.wire;

import static io.campaigndispatch.model.wire.Given.broken;
import static io.campaigndispatch.model.wire.Given.object;
import static io.campaigndispatch.model.wire.Given.valid;
import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.model.send.Button;
import io.campaigndispatch.model.send.Contact;
import io.campaigndispatch.model.send.Header;
import io.campaigndispatch.model.send.Parameter;
import io.campaigndispatch.model.send.PhoneNumber;
import io.campaigndispatch.model.send.Schedule;
import io.campaigndispatch.model.send.SendRequest;
import io.campaigndispatch.model.send.SendType;
import io.campaigndispatch.model.send.TemplateMessage;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

class PlaticaTemplateTest {

  /** The example of the vendor's page, with the channel that is configured here. */
  private static ObjectNode example() {
    return object(
        """
        {"channelId": "vendor-acme", "conversationId": "521234567890",
         "campaignId": "pV6PvG2lc8ChQb2VmETr",
         "template": {"name": "bienvenida_cliente", "params": ["Juan", "Premium"], "type": "image",
           "file": "https://cdn.assets.com/welcome_image.jpg",
           "buttons": [{"index": 0, "parameters": [{"type": "text", "text": "promo/enero"}]}]},
         "client": {"name": "José", "customFields": {"placas": "ABC123", "id_recepcion": "REC001"}}}""");
  }

  private static Decoded decode(ObjectNode body) {
    return Given.decodeVendor(RequestFormat.PLATICA_TEMPLATE, body);
  }

  private static Decoded withTemplate(String template) {
    ObjectNode body = example();
    body.set("template", object(template));
    return decode(body);
  }

  private static Decoded withButtons(String buttons) {
    return withTemplate("{\"name\": \"n\", \"buttons\": " + buttons + "}");
  }

  @Test
  void exampleOfThePage_isRead() {
    SendRequest request = valid(decode(example()));

    assertThat(request.recipient()).isEqualTo(new PhoneNumber("+521234567890"));
    assertThat(request.campaignId()).isEqualTo("pV6PvG2lc8ChQb2VmETr");
    assertThat(request.sendType()).isEqualTo(SendType.API);
    assertThat(request.schedule()).isNull();
    assertThat(request.message())
        .isEqualTo(
            new TemplateMessage(
                "bienvenida_cliente",
                null,
                new Header.Media(
                    Header.MediaType.IMAGE,
                    URI.create("https://cdn.assets.com/welcome_image.jpg"),
                    null),
                List.of(new Parameter(null, "Juan"), new Parameter(null, "Premium")),
                List.of(new Button(0, null, "promo/enero"))));
    assertThat(request.contact())
        .isNotNull()
        .returns("José", Contact::name)
        .returns(Map.of("placas", "ABC123", "id_recepcion", "REC001"), Contact::customFields);
  }

  @Test
  void buttonsOfThePage_areRead() {
    SendRequest request =
        valid(
            withButtons(
                """
                [{"index": 0, "parameters": [{"type": "text", "text": "promo/enero"}]},
                 {"index": 1, "sub_type": "otp", "parameters": [{"type": "text", "text": "482910"}]}]"""));

    assertThat(((TemplateMessage) request.message()).buttons())
        .containsExactly(
            new Button(0, null, "promo/enero"), new Button(1, Button.Type.OTP, "482910"));
  }

  @Test
  void delay_becomesOurSchedule() {
    assertThat(valid(decode(example().put("delay", 5000))).schedule())
        .isEqualTo(new Schedule.Delay(Duration.ofSeconds(5)));
    assertThat(broken(decode(example().put("delay", 2999)))).containsExactly("delay");
    assertThat(broken(decode(example().put("delay", 86_400_001)))).containsExactly("delay");
  }

  @Test
  void scheduleTime_becomesOurScheduleInMexicoTime() {
    assertThat(valid(decode(example().put("scheduleTime", "2027-07-01T18:40:00"))).schedule())
        .isEqualTo(new Schedule.At(Instant.parse("2027-07-02T00:40:00Z")));
    assertThat(broken(decode(example().put("scheduleTime", "2020-07-01T18:40:00"))))
        .containsExactly("scheduleTime");
  }

  @Test
  void delayAndScheduleTime_excludeEachOther() {
    assertThat(
            broken(decode(example().put("delay", 5000).put("scheduleTime", "2027-07-01T18:40:00"))))
        .containsExactly("scheduleTime");
  }

  @Test
  void typeAndFile_belongTogether() {
    assertThat(broken(withTemplate("{\"name\": \"n\", \"type\": \"image\"}")))
        .containsExactly("template.file");
    assertThat(broken(withTemplate("{\"name\": \"n\", \"file\": \"https://example.com/a\"}")))
        .containsExactly("template.type");
    assertThat(
            broken(
                withTemplate(
                    "{\"name\": \"n\", \"type\": \"audio\", \"file\": \"http://example.com/a\"}")))
        .containsExactly("template.type", "template.file");
  }

  @Test
  void params_areStringsThatAreNotEmpty() {
    assertThat(broken(withTemplate("{\"name\": \"n\", \"params\": [\"a\", 7, \" \"]}")))
        .containsExactly("template.params[1]", "template.params[2]");
  }

  @Test
  void buttons_areAtMostThree() {
    String button = "{\"index\": %d, \"parameters\": [{\"type\": \"text\", \"text\": \"a\"}]}";
    String three = button.formatted(0) + "," + button.formatted(1) + "," + button.formatted(2);

    assertThat(valid(withButtons("[" + three + "]"))).isNotNull();
    assertThat(broken(withButtons("[" + three + "," + button.formatted(3) + "]")))
        .containsExactly("template.buttons");
  }

  @Test
  void buttonIndex_isUnique() {
    assertThat(
            broken(
                withButtons(
                    """
                    [{"index": 0, "parameters": [{"type": "text", "text": "a"}]},
                     {"index": 0, "parameters": [{"type": "text", "text": "a"}]}]""")))
        .containsExactly("template.buttons[1].index");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"index\": 0}",
        "{\"index\": 0, \"parameters\": []}",
        "{\"index\": 0, \"parameters\": [{\"type\":\"text\",\"text\":\"a\"},{\"type\":\"text\",\"text\":\"b\"}]}"
      })
  void button_hasExactlyOneParameter(String button) {
    assertThat(broken(withButtons("[" + button + "]")))
        .containsExactly("template.buttons[0].parameters");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\"sub_type\": \"url\","})
  void urlButton_takesAPathSegment(String subType) {
    assertThat(
            broken(
                withButtons(
                    "[{\"index\": 0, %s \"parameters\": [{\"type\":\"text\",\"text\":\"https://example.com\"}]}]"
                        .formatted(subType))))
        .containsExactly("template.buttons[0].parameters");
  }

  @Test
  void client_isHeldAgainstThePagesEnums() {
    ObjectNode body = example();
    body.putObject("client").put("gender", "F").put("country", "Mexico").put("birthdate", "2000");

    assertThat(broken(decode(body)))
        .containsExactly("client.gender", "client.country", "client.birthdate");
  }

  @Test
  void requiredFields_mustBeThere() {
    assertThat(broken(decode(object("{}"))))
        .containsExactly("channelId", "conversationId", "template");
    assertThat(broken(withTemplate("{}"))).containsExactly("template.name");
  }

  @Test
  void channelOfAnotherWorkspace_isRejected() {
    assertThat(broken(decode(example().put("channelId", "521234567890"))))
        .containsExactly("channelId");
  }
}
