package io.campaigndispatch.dispatcher.embedded;

/** What starting the embedded broker came to. */
public sealed interface EmbeddedBrokerStart {

  /** It answers, and the caller closes it. */
  record Started(EmbeddedBroker broker) implements EmbeddedBrokerStart {}

  /**
   * Nothing runs.
   *
   * @param reason one line that names the directory or the port
   */
  record Refused(String reason) implements EmbeddedBrokerStart {}
}
