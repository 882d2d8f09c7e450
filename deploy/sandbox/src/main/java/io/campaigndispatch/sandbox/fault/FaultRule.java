package io.campaigndispatch.sandbox.fault;

import org.jspecify.annotations.Nullable;

/**
 * A fault in force.
 *
 * @param id its number, from 1
 * @param spec what was asked for
 * @param hits how often it struck
 * @param remaining how often it will strike yet, or null for no end
 */
public record FaultRule(long id, FaultSpec spec, long hits, @Nullable Long remaining) {}
