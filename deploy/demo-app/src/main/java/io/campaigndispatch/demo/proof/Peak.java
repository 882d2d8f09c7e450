package io.campaigndispatch.demo.proof;

import io.campaigndispatch.demo.scenario.Ceiling;

/**
 * How close the ledger came to a ceiling.
 *
 * @param most messages in the fullest window
 */
public record Peak(Ceiling ceiling, int most) {

  boolean isExceeded() {
    return most > ceiling.most();
  }
}
