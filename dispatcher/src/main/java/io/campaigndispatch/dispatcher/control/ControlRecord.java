package io.campaigndispatch.dispatcher.control;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One record of a control topic.
 *
 * @param value null: what the key stands for is as if nothing had been said
 * @param at when it was written
 */
record ControlRecord(
    String topic, long offset, byte @Nullable [] key, byte @Nullable [] value, Instant at) {}
