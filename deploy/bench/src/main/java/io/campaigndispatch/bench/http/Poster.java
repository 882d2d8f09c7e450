package io.campaigndispatch.bench.http;

import java.util.function.Consumer;

/** One HTTP client under measurement. */
interface Poster {

  /** The media type of every body. */
  String JSON = "application/json";

  /**
   * Posts once, without blocking.
   *
   * @param done whether a reply with status 200 and a body was read; called once
   */
  void post(Consumer<Boolean> done);
}
