package io.campaigndispatch.dispatcher.vendor.gateway;

import static io.campaigndispatch.dispatcher.vendor.Fixtures.reply;
import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.dispatcher.template.CatalogueEntry;
import io.campaigndispatch.dispatcher.vendor.Fixtures;
import io.campaigndispatch.dispatcher.vendor.HttpCall;
import io.campaigndispatch.dispatcher.vendor.HttpReply;
import io.campaigndispatch.model.send.Button;
import io.campaigndispatch.model.workspace.CredentialRef;
import io.campaigndispatch.model.workspace.TemplateDescriptor.ButtonSlot;
import io.campaigndispatch.model.workspace.TemplateDescriptor.HeaderKind;
import io.campaigndispatch.model.workspace.Vendor.Dialect;
import io.campaigndispatch.model.workspace.VendorType;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The catalogue against the page whatsapp-gateway (get templates) and Meta's components. */
class GatewayCatalogueTest {

  private static CatalogueEntry entry(String components) {
    String body =
        "{\"success\":true,\"data\":[{\"name\":\"t\",\"status\":\"APPROVED\",\"language\":\"es\","
            + "\"components\":"
            + components
            + "}]}";
    return GatewayCatalogue.parse(reply(200, body)).orElseThrow().getFirst();
  }

  @Test
  void call_isAGetWithoutBody() {
    HttpCall call =
        GatewayCatalogue.call(
            Fixtures.vendor(VendorType.GATEWAY, Dialect.CURRENT), new CredentialRef.None());

    assertThat(call.method()).isEqualTo("GET");
    assertThat(call.uri().getPath()).isEqualTo("/base/api/whatsapp/templates");
    assertThat(call.body()).isEmpty();
  }

  @Test
  void thePagesExample_isRead() {
    String body =
        """
        {
        "success": true,
        "data": [
        {
        "name": "appointment_reminder",
        "status": "APPROVED",
        "category": "UTILITY",
        "language": "es",
        "components": [
        {
        "type": "BODY",
        "text": "Hola {{1}}, te recordamos tu cita para el {{2}}."
        },
        {
        "type": "FOOTER",
        "text": "Ambiotec - Servicios Profesionales"
        }
        ]
        }
        ]
        }
        """;

    assertThat(GatewayCatalogue.parse(reply(200, body)))
        .contains(
            List.of(
                new CatalogueEntry(
                    "appointment_reminder", "es", "APPROVED", null, List.of("1", "2"), List.of())));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{{2}} {{1}} {{2}} {{10}}; 1,2,10",
        "{{order}} {{ customer_name }} {{order}}; order,customer_name",
        "no placeholders {1} {{}}; ''",
      })
  void bodyParams_areEachPlaceholderOnce(String text, String expected) {
    List<String> params = entry("[{\"type\":\"body\",\"text\":\"" + text + "\"}]").bodyParams();

    assertThat(String.join(",", params)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "\"format\":\"IMAGE\"; IMAGE",
        "\"format\":\"document\"; DOCUMENT",
        "\"format\":\"VIDEO\"; VIDEO",
        "\"format\":\"TEXT\",\"text\":\"Hola {{1}}\"; TEXT",
        "\"text\":\"Hola {{name}}\"; TEXT",
        "\"format\":\"TEXT\",\"text\":\"Hola\";",
        "\"format\":\"LOCATION\";",
      })
  void header_isItsFormat_whenItTakesAValue(String properties, @Nullable HeaderKind expected) {
    assertThat(entry("[{\"type\":\"HEADER\"," + properties + "}]").header()).isEqualTo(expected);
  }

  @Test
  void buttons_areThoseThatTakeAValue() {
    CatalogueEntry entry =
        entry(
            """
            [{"type":"BUTTONS","buttons":[
              {"type":"URL","url":"https://x.example/static"},
              {"type":"URL","url":"https://x.example/{{1}}"},
              {"type":"PHONE_NUMBER","phone_number":"+1"},
              {"type":"QUICK_REPLY","text":"yes"},
              {"type":"OTP","otp_type":"COPY_CODE"}]}]
            """);

    assertThat(entry.buttons())
        .containsExactly(
            new ButtonSlot(1, Button.Type.URL),
            new ButtonSlot(3, Button.Type.QUICK_REPLY),
            new ButtonSlot(4, Button.Type.OTP));
  }

  @Test
  void authenticationTemplatesUrl_isAnOtpButton() {
    CatalogueEntry entry =
        entry(
            """
            [{"type":"BUTTONS","buttons":[{"type":"URL","text":"Copy code",
              "url":"https://www.whatsapp.com/otp/code/?otp_type=COPY_CODE&code=otp{{1}}"}]}]
            """);

    assertThat(entry.buttons()).containsExactly(new ButtonSlot(0, Button.Type.OTP));
  }

  @Test
  void unreadableTemplates_areLeftOut() {
    String body =
        "{\"success\":true,\"data\":[7,null,{\"name\":\"a\"},{\"name\":{},\"status\":\"X\"},"
            + "{\"name\":\"b\",\"status\":\"PAUSED\",\"components\":\"none\"}]}";

    assertThat(GatewayCatalogue.parse(reply(200, body)).orElseThrow())
        .containsExactly(new CatalogueEntry("b", null, "PAUSED", null, List.of(), List.of()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "[]", "{}", "{\"success\":false,\"data\":[]}", "{\"data\":{}}", "<html>"})
  void replyThatIsNoList_isEmpty(String body) {
    assertThat(GatewayCatalogue.parse(reply(200, body))).isEmpty();
  }

  @Test
  void errorOrLoss_isEmpty() {
    assertThat(GatewayCatalogue.parse(reply(500, "{\"data\":[]}"))).isEmpty();
    assertThat(
            GatewayCatalogue.parse(
                new HttpReply.NotSent(HttpReply.NotSent.Cause.CONNECT, "refused")))
        .isEmpty();
  }
}
