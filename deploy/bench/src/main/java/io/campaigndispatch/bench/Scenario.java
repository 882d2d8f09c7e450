package io.campaigndispatch.bench;

/** Something to measure from end to end: starts what it needs and leaves nothing behind. */
@FunctionalInterface
public interface Scenario {
  Findings run() throws Exception;
}
