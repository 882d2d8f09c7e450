package io.campaigndispatch.model.send;

/** What is said: an approved template with its values, or free text. */
public sealed interface Message permits TemplateMessage, TextMessage {}
