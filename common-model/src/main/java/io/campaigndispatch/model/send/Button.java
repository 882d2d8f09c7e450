package io.campaigndispatch.model.send;

import org.jspecify.annotations.Nullable;

/**
 * A dynamic button's value.
 *
 * @param index 0-based place in the template
 * @param type null: inferred from the template descriptor, else by the vendor
 */
public record Button(int index, @Nullable Type type, String value) {

  /** Button kinds that take a value. */
  public enum Type {
    URL,
    QUICK_REPLY,
    OTP,
    PHONE_NUMBER
  }
}
