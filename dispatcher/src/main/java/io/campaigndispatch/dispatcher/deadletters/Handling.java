package io.campaigndispatch.dispatcher.deadletters;

import java.time.Instant;

/**
 * What was done with a dead letter.
 *
 * @param by the operator's or the token's name
 */
public record Handling(LetterAction action, Instant at, String by) {}
