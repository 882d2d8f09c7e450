package io.campaigndispatch.model.wire;

import io.campaigndispatch.model.send.Contact;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A recipient's profile: the native {@code contact} and Platica's {@code client} alike. */
final class ContactReader {
  private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());

  private ContactReader() {}

  /**
   * @param strict also hold gender and country against Platica's page; a vendor that ignores
   *     contacts is no reason to refuse a native request
   */
  static Contact read(Fields fields, boolean strict) {
    String gender = fields.text("gender");
    if (strict && gender != null && !gender.equals("male") && !gender.equals("female")) {
      fields.violate("gender", "must be one of the known values", "male or female", gender);
    }
    String country = fields.text("country");
    if (strict && country != null && !COUNTRIES.contains(country)) {
      fields.violate("country", "is no country code", "ISO 3166-1 alpha-2", country);
    }
    return new Contact(
        fields.text("name"),
        fields.text("firstname"),
        fields.text("lastname"),
        fields.text("email"),
        birthdate(fields),
        gender,
        fields.text("company"),
        country,
        fields.text("state"),
        fields.text("city"),
        fields.text("address"),
        fields.text("postalCode"),
        customFields(fields),
        owners(fields));
  }

  private static @Nullable String birthdate(Fields fields) {
    String text = fields.text("birthdate");
    if (text != null && !Times.isBirthdate(text)) {
      fields.violate("birthdate", "is no date", "dd/mm/yyyy", text);
    }
    return text;
  }

  /** Numbers and booleans count as the text that they are written as. */
  private static Map<String, String> customFields(Fields fields) {
    JsonNode value = fields.take("customFields");
    if (value == null) {
      return Map.of();
    }
    if (!(value instanceof ObjectNode object)) {
      fields.violate("customFields", "must be an object", "an object", Fields.received(value));
      return Map.of();
    }
    Map<String, String> entries = LinkedHashMap.newLinkedHashMap(object.size());
    for (Map.Entry<String, JsonNode> entry : object.properties()) {
      JsonNode custom = entry.getValue();
      if (Texts.hasLoneSurrogate(entry.getKey())) {
        fields.violate(
            "customFields", "must be valid Unicode", "no lone surrogates", entry.getKey());
      } else if (custom.isNumber() || custom.isBoolean()) {
        entries.put(entry.getKey(), custom.asString());
      } else if (!custom.isNull()) {
        String text = fields.text(custom, "customFields." + entry.getKey(), -1);
        if (text != null) {
          entries.put(entry.getKey(), text);
        }
      }
    }
    return entries;
  }

  private static List<String> owners(Fields fields) {
    ArrayNode array = fields.array("owners");
    if (array == null) {
      return List.of();
    }
    List<String> owners = new ArrayList<>(array.size());
    for (int i = 0; i < array.size(); i++) {
      String text = fields.text(array.get(i), "owners", i);
      if (text != null) {
        owners.add(text);
      }
    }
    return owners;
  }
}
