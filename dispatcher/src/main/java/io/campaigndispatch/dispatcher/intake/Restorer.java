package io.campaigndispatch.dispatcher.intake;

import io.campaigndispatch.dispatcher.core.Restored;
import io.campaigndispatch.dispatcher.index.RecentIds;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * Works out what partitions are gone on with, one after the other on a thread of its own: ten
 * million open requests take a second, in which the reader reads other partitions.
 */
final class Restorer implements AutoCloseable {

  private final Supplier<RecentIds> newIds;
  private final Executor reader;
  private final BiConsumer<Opened.Ready, Restored> restored;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().name("dispatch-restorer").daemon().factory());

  /** Epochs of those under way, by partition; written by the reader thread only. */
  private final Map<Integer, Long> underWay = new ConcurrentHashMap<>();

  /**
   * @param newIds makes a partition's memory of recent request ids
   * @param reader runs what it is given on the reader thread
   * @param restored told there of each that was not forgotten meanwhile
   */
  Restorer(
      Supplier<RecentIds> newIds, Executor reader, BiConsumer<Opened.Ready, Restored> restored) {
    this.newIds = newIds;
    this.reader = reader;
    this.restored = restored;
  }

  void restore(Opened.Ready ready) {
    underWay.put(ready.partition(), ready.epoch());
    thread.execute(() -> workOut(ready));
  }

  void forget(int partition) {
    underWay.remove(partition);
  }

  private void workOut(Opened.Ready ready) {
    if (!isUnderWay(ready)) {
      return;
    }
    try {
      Restored result =
          Restored.of(ready.takeover(), ready.logStart(), ready.delayEnd(), newIds.get());
      reader.execute(() -> handOver(ready, result));
    } catch (RuntimeException | Error e) {
      reader.execute(
          () -> {
            throw e;
          });
    }
  }

  private void handOver(Opened.Ready ready, Restored result) {
    if (isUnderWay(ready)) {
      forget(ready.partition());
      restored.accept(ready, result);
    }
  }

  private boolean isUnderWay(Opened.Ready ready) {
    return underWay.getOrDefault(ready.partition(), 0L) == ready.epoch();
  }

  /** Nothing is handed over any more. */
  @Override
  public void close() {
    thread.shutdownNow();
  }
}
