package io.campaigndispatch.dispatcher.core;

import io.campaigndispatch.dispatcher.index.Position;
import io.campaigndispatch.model.wire.TraceContext;

/**
 * A request of a call that belongs to a trace.
 *
 * @param request its place among the call's requests
 * @param context as its record has it
 * @param attempt 1-based
 */
public record CallTrace(int request, TraceContext context, Position position, int attempt) {}
