package io.campaigndispatch.model.wire;

import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonFactoryBuilder;
import tools.jackson.core.util.JsonRecyclerPools;

/** Where JSON is read into and written from. */
final class Buffers {

  private Buffers() {}

  /**
   * A factory whose buffers stay with their thread. Few threads read and write, each all the time;
   * Jackson's own pool is a queue between them, which costs more than the buffer.
   */
  static JsonFactoryBuilder ofThread() {
    return JsonFactory.builder().recyclerPool(JsonRecyclerPools.threadLocalPool());
  }
}
