package io.campaigndispatch.sandbox.catalogue;

import io.campaigndispatch.sandbox.wire.Vendor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A template as registered at WhatsApp.
 *
 * @param vendor the only vendor that knows it, or null for all
 * @param workspace the only workspace that has it, or null for all
 * @param name its name
 * @param language its language code, such as {@code es} or {@code es_MX}
 * @param category Meta's category, such as {@code UTILITY}
 * @param status its review state
 * @param header what stands above the body
 * @param headerParams placeholders of the header; of a media header, the names its address may come
 *     under
 * @param text the body's text with its placeholders {@code {{1}}}, {@code {{2}}}…
 * @param bodyParams placeholders of the body, in their order
 * @param footer the fixed line below the body, or null
 * @param buttons at most 10, in their order
 */
public record Template(
    @Nullable Vendor vendor,
    @Nullable String workspace,
    String name,
    String language,
    String category,
    TemplateStatus status,
    HeaderKind header,
    List<TemplateParam> headerParams,
    String text,
    List<TemplateParam> bodyParams,
    @Nullable String footer,
    List<TemplateButton> buttons) {

  public Template {
    headerParams = List.copyOf(headerParams);
    bodyParams = List.copyOf(bodyParams);
    buttons = List.copyOf(buttons);
  }

  /** Whether this template exists for a workspace of a vendor. */
  boolean isOf(Vendor other, @Nullable String otherWorkspace) {
    return (vendor == null || vendor == other)
        && (workspace == null || workspace.equals(otherWorkspace));
  }
}
