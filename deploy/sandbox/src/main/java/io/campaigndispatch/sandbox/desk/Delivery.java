package io.campaigndispatch.sandbox.desk;

import io.campaigndispatch.sandbox.wire.HttpReply;
import org.jspecify.annotations.Nullable;

/**
 * How a call ends for its caller.
 *
 * @param delayMs to wait before
 * @param ending what then happens
 */
public record Delivery(long delayMs, Ending ending) {

  /** What happens to the connection. */
  public sealed interface Ending {}

  /** The reply is sent. */
  public record Send(HttpReply reply) implements Ending {}

  /**
   * Nothing is sent.
   *
   * @param closeAfterMs after which the connection is closed, or null for never
   */
  public record Silence(@Nullable Long closeAfterMs) implements Ending {}

  /** The connection is reset. */
  public record Reset() implements Ending {}

  /** The connection is closed. */
  public record Close() implements Ending {}
}
