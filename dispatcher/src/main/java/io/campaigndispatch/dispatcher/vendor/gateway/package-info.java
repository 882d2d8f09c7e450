/**
 * The WhatsApp gateway in front of Meta's Cloud API: text, text inside a conversation, templates to
 * one or many recipients, and its template catalogue.
 */
@NullMarked
package io.campaigndispatch.dispatcher.vendor.gateway;

import org.jspecify.annotations.NullMarked;
