package io.campaigndispatch.model.send;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The recipient's profile, for vendors that update it with a send (Platica's {@code client}). */
public record Contact(
    @Nullable String name,
    @Nullable String firstname,
    @Nullable String lastname,
    @Nullable String email,
    @Nullable String birthdate,
    @Nullable String gender,
    @Nullable String company,
    @Nullable String country,
    @Nullable String state,
    @Nullable String city,
    @Nullable String address,
    @Nullable String postalCode,
    Map<String, String> customFields,
    List<String> owners) {

  public Contact {
    customFields = Map.copyOf(customFields);
    owners = List.copyOf(owners);
  }

  @Override
  public String toString() {
    return "Contact[…]";
  }
}
