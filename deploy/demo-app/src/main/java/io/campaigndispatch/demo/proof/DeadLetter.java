package io.campaigndispatch.demo.proof;

/**
 * A dead letter.
 *
 * @param fingerprint of its value
 * @param code why it is one
 */
public record DeadLetter(RequestKey key, long fingerprint, String code) {}
