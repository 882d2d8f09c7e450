package io.campaigndispatch.sandbox.platica;

import io.campaigndispatch.sandbox.wire.FieldCheck;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The rules of {@code client}, the customer's profile that a send creates or updates. */
final class ClientRules {
  private static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s]+\\.[^@\\s]+");
  private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("dd/MM/uuuu").withResolverStyle(ResolverStyle.STRICT);
  private static final String PATH = "client.";

  private ClientRules() {}

  /**
   * Checks the profile.
   *
   * @param customFields the fields the workspace defines, or null to take any
   */
  static void check(FieldCheck check, ObjectNode body, @Nullable Set<String> customFields) {
    JsonNode client = body.path("client");
    if (FieldCheck.isAbsent(client)) {
      return;
    }
    if (!client.isObject()) {
      check.reject("client", "an object", client);
      return;
    }
    check.textIfPresent(
        client,
        PATH,
        "name",
        "firstname",
        "lastname",
        "company",
        "state",
        "city",
        "address",
        "postalCode");
    form(check, client, "email", "an e-mail address", ClientRules::isEmail);
    form(check, client, "birthdate", "a date dd/mm/yyyy", ClientRules::isDay);
    form(check, client, "gender", "male or female", Set.of("male", "female")::contains);
    form(check, client, "country", "an ISO 3166-1 alpha-2 code", COUNTRIES::contains);
    customFields(check, client.path("customFields"), customFields);
    owners(check, client.path("owners"));
  }

  private interface Form {
    boolean accepts(String text);
  }

  private static void form(
      FieldCheck check, JsonNode client, String name, String expected, Form form) {
    JsonNode value = client.path(name);
    if (!FieldCheck.isAbsent(value) && !(value.isString() && form.accepts(value.stringValue()))) {
      check.reject(PATH + name, expected, value);
    }
  }

  private static void customFields(
      FieldCheck check, JsonNode fields, @Nullable Set<String> defined) {
    if (FieldCheck.isAbsent(fields)) {
      return;
    }
    if (!fields.isObject()) {
      check.reject(PATH + "customFields", "an object", fields);
      return;
    }
    for (var field : fields.properties()) {
      String path = PATH + "customFields." + field.getKey();
      if (defined != null && !defined.contains(field.getKey())) {
        check.reject(path, "a field defined in the workspace", field.getValue());
      } else if (!field.getValue().isValueNode()) {
        check.reject(path, "a single value", field.getValue());
      }
    }
  }

  private static void owners(FieldCheck check, JsonNode owners) {
    if (FieldCheck.isAbsent(owners)) {
      return;
    }
    if (!owners.isArray()) {
      check.reject(PATH + "owners", "an array of e-mail addresses", owners);
      return;
    }
    for (int i = 0; i < owners.size(); i++) {
      JsonNode owner = owners.path(i);
      if (!owner.isString() || !isEmail(owner.stringValue())) {
        check.reject(PATH + "owners[" + i + "]", "an e-mail address", owner);
      }
    }
  }

  private static boolean isEmail(String text) {
    return EMAIL.matcher(text).matches();
  }

  private static boolean isDay(String text) {
    try {
      return LocalDate.parse(text, DAY).getYear() > 0;
    } catch (DateTimeParseException e) {
      return false;
    }
  }
}
