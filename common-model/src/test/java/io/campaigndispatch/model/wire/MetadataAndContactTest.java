package io.campaigndispatch.model.wire;

import static io.campaigndispatch.model.wire.Given.broken;
import static io.campaigndispatch.model.wire.Given.decode;
import static io.campaigndispatch.model.wire.Given.valid;
import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.model.send.Contact;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

class MetadataAndContactTest {

  private static Decoded with(String field, String json) {
    ObjectNode request = Given.request();
    request.set(field, Given.object(json));
    return decode(request);
  }

  private static ObjectNode entries(int count) {
    ObjectNode request = Given.request();
    ObjectNode metadata = request.putObject("metadata");
    for (int i = 0; i < count; i++) {
      metadata.put("k" + i, "v");
    }
    return request;
  }

  @Test
  void metadata_hasAtMost16Entries() {
    assertThat(valid(decode(entries(16))).metadata()).hasSize(16);
    assertThat(broken(decode(entries(17)))).containsExactly("metadata");
  }

  @Test
  void metadata_hasStringsOnly() {
    assertThat(broken(with("metadata", "{\"a\": 1, \"b\": null, \"c\": {}}")))
        .containsExactly("metadata.a", "metadata.b", "metadata.c");
    assertThat(broken(decode(Given.request().put("metadata", "x")))).containsExactly("metadata");
  }

  @Test
  void metadata_hasAtMost4KiBOfJson() {
    ObjectNode request = Given.request();
    request.putObject("metadata").put("k", "x".repeat(4096 - 8));
    assertThat(valid(decode(request)).metadata()).hasSize(1);

    request.putObject("metadata").put("k", "x".repeat(4096 - 7));
    assertThat(broken(decode(request))).containsExactly("metadata");
  }

  @Test
  void metadataSize_countsBytesAndEscapes() {
    ObjectNode request = Given.request();
    request.putObject("metadata").put("k", "é".repeat(2100));
    assertThat(broken(decode(request))).containsExactly("metadata");

    request.putObject("metadata").put("k", "\"".repeat(2100));
    assertThat(broken(decode(request))).containsExactly("metadata");
  }

  @Test
  void contact_isReadWhole() {
    Decoded decoded =
        with(
            "contact",
            """
            {"name": "a", "firstname": "b", "lastname": "c", "email": "d", "birthdate": "29/02/2000",
             "gender": "female", "company": "e", "country": "MX", "state": "f", "city": "g",
             "address": "h", "postalCode": "i", "customFields": {"x": "y", "n": 7, "t": true},
             "owners": ["o@example.com"]}""");

    assertThat(valid(decoded).contact())
        .isEqualTo(
            new Contact(
                "a",
                "b",
                "c",
                "d",
                "29/02/2000",
                "female",
                "e",
                "MX",
                "f",
                "g",
                "h",
                "i",
                Map.of("x", "y", "n", "7", "t", "true"),
                List.of("o@example.com")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"2000-02-29", "29/02/2001", "1/2/2000", "31/12/99", "00/01/2000", ""})
  void birthdate_isADayAsDdMmYyyy(String text) {
    assertThat(broken(with("contact", "{\"birthdate\": \"" + text + "\"}")))
        .containsExactly("contact.birthdate");
  }

  @Test
  void contactFields_haveTheirTypes() {
    assertThat(
            broken(
                with(
                    "contact",
                    "{\"name\": 1, \"customFields\": {\"a\": []}, \"owners\": [1], \"email\": {}}")))
        .containsExactlyInAnyOrder(
            "contact.name", "contact.email", "contact.customFields.a", "contact.owners[0]");
    assertThat(broken(with("contact", "{\"customFields\": [], \"owners\": \"x\"}")))
        .containsExactly("contact.customFields", "contact.owners");
  }

  @Test
  void contact_isNotPrinted() {
    Contact contact =
        Objects.requireNonNull(valid(with("contact", "{\"name\": \"José\"}")).contact());

    assertThat(contact.toString()).doesNotContain("José");
  }
}
