package io.campaigndispatch.sandbox.fault;

/** What came of reading a fault. */
public sealed interface FaultReading {

  /** It can be put in force. */
  record Read(FaultSpec spec) implements FaultReading {}

  /**
   * It says something wrong.
   *
   * @param problem one line: the field, its value, what was expected
   */
  record Refused(String problem) implements FaultReading {}
}
