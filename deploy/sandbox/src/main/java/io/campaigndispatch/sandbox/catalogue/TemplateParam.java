package io.campaigndispatch.sandbox.catalogue;

/**
 * A placeholder of a template.
 *
 * @param name its name where the vendor uses names (Plazbot)
 * @param required whether a send without it is refused; positional vendors always want all
 */
public record TemplateParam(String name, boolean required) {

  /** Reads {@code name}, or {@code name?} for one that may be left out. */
  public static TemplateParam of(String text) {
    return text.endsWith("?")
        ? new TemplateParam(text.substring(0, text.length() - 1), false)
        : new TemplateParam(text, true);
  }
}
