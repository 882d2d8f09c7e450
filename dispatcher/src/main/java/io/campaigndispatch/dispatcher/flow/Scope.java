package io.campaigndispatch.dispatcher.flow;

import io.campaigndispatch.model.send.SendRequest;
import io.campaigndispatch.model.send.TemplateMessage;
import org.jspecify.annotations.Nullable;

/** What of one workspace can be held by itself. */
public sealed interface Scope {

  /** All of it. */
  record Everything() implements Scope {}

  /** What belongs to one campaign. */
  record Campaign(String id) implements Scope {}

  /** What is sent with one template in one language. */
  record Template(String name, @Nullable String language) implements Scope {}

  Everything EVERYTHING = new Everything();

  /** Null for a request of no campaign. */
  static @Nullable Scope campaignOf(SendRequest request) {
    return request.campaignId() == null ? null : new Campaign(request.campaignId());
  }

  /** Null for a request without a template. */
  static @Nullable Scope templateOf(SendRequest request) {
    return request.message() instanceof TemplateMessage template
        ? new Template(template.name(), template.language())
        : null;
  }
}
