package io.campaigndispatch.model.send;

import org.jspecify.annotations.Nullable;

/**
 * A placeholder's value; the name matters to vendors with named variables (Plazbot), the order to
 * the others.
 */
public record Parameter(@Nullable String name, String value) {}
