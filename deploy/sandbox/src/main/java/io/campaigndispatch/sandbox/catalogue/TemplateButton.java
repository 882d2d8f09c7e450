package io.campaigndispatch.sandbox.catalogue;

/**
 * A button of a template.
 *
 * @param type its kind
 * @param text its label
 * @param dynamic whether the sender fills in a part of it
 */
public record TemplateButton(ButtonType type, String text, boolean dynamic) {}
