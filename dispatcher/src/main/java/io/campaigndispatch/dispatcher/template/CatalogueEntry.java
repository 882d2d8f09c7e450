package io.campaigndispatch.dispatcher.template;

import io.campaigndispatch.model.workspace.TemplateDescriptor;
import io.campaigndispatch.model.workspace.TemplateDescriptor.ButtonSlot;
import io.campaigndispatch.model.workspace.TemplateDescriptor.HeaderKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A template as a vendor's own catalogue lists it.
 *
 * @param language null matches any
 * @param status as Meta writes it; only APPROVED can be sent (Meta: template quality)
 * @param header null: no header, or one without a value
 * @param bodyParams names, or "1", "2", …, in order
 * @param buttons those that take a value
 */
public record CatalogueEntry(
    String name,
    @Nullable String language,
    String status,
    @Nullable HeaderKind header,
    List<String> bodyParams,
    List<ButtonSlot> buttons) {

  public CatalogueEntry {
    bodyParams = List.copyOf(bodyParams);
    buttons = List.copyOf(buttons);
  }

  /** Whether the template can be sent at all. */
  public boolean isApproved() {
    return status.equalsIgnoreCase("APPROVED");
  }

  TemplateDescriptor descriptor(String workspaceId) {
    return new TemplateDescriptor(workspaceId, name, language, header, bodyParams, buttons);
  }
}
