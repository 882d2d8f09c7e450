package io.campaigndispatch.sandbox.catalogue;

/** The kinds of template button that Platica's document names. */
public enum ButtonType {
  URL,
  PHONE_NUMBER,
  QUICK_REPLY,
  OTP
}
