package io.campaigndispatch.sandbox.control;

import io.campaigndispatch.sandbox.wire.HttpReply;
import java.util.Iterator;

/** What the control API answers. */
public sealed interface ControlAnswer {

  /** A reply as a whole. */
  record Whole(HttpReply reply) implements ControlAnswer {}

  /**
   * Status 200 and a stream of lines ({@code application/x-ndjson}), too long to be held in memory.
   *
   * @param lines each with its line feed; to be read off the event loop
   */
  record Lines(Iterator<byte[]> lines) implements ControlAnswer {}
}
