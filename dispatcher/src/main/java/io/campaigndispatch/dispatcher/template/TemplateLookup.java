package io.campaigndispatch.dispatcher.template;

import io.campaigndispatch.model.workspace.TemplateDescriptor;

/** What is known of a template before it is sent. */
public sealed interface TemplateLookup {

  /** Its shape is known, and nothing says that it cannot be sent. */
  record Known(TemplateDescriptor descriptor) implements TemplateLookup {}

  /**
   * The vendor's catalogue lists it in a state that cannot be sent.
   *
   * @param status as the catalogue writes it
   */
  record NotApproved(String status) implements TemplateLookup {}

  /** Neither configuration nor catalogue has it. */
  record Unlisted() implements TemplateLookup {}
}
