package io.campaigndispatch.dispatcher.intake;

import io.campaigndispatch.dispatcher.core.CoreEvent;
import io.campaigndispatch.dispatcher.logs.LogEvent;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The partitions that are being given up, until the core has let go of each. Owned by the
 * membership thread, except where noted.
 */
final class Handovers {

  private static final Logger log = LoggerFactory.getLogger(Handovers.class);

  private final Reader.CoreInput core;
  private final Map<Integer, Ending> underWay = new ConcurrentHashMap<>();

  /** An assignment that ends, and whether the core has let go. */
  private record Ending(long epoch, CompletableFuture<@Nullable Void> released) {}

  @FunctionalInterface
  private interface Overdue {
    CoreEvent of(int partition, long epoch);
  }

  Handovers(Reader.CoreInput core) {
    this.core = core;
  }

  /** Tells the core to let go of a partition. */
  void begin(int partition, long epoch) {
    underWay.put(partition, new Ending(epoch, new CompletableFuture<>()));
    core.post(new CoreEvent.PartitionRevoked(partition, epoch));
  }

  /** The core has let go of a partition. From any thread. */
  void released(int partition) {
    Ending ending = underWay.get(partition);
    if (ending != null) {
      ending.released().complete(null);
    }
  }

  /**
   * Waits until the core has let go of all that were begun. Whatever is late counts as lost, first
   * the calls and then the partition, so that this ends.
   *
   * @param calls how long those in flight may take
   * @param lastWrites how long the last transaction may take after them; asked only then, for the
   *     process may have begun to end meanwhile
   */
  void await(Duration calls, Supplier<Duration> lastWrites) {
    await(calls, CoreEvent.PartitionAbandoned::new);
    await(lastWrites.get(), CoreEvent.PartitionLost::new);
    underWay.clear();
  }

  private void await(Duration patience, Overdue overdue) {
    CompletableFuture<?>[] all =
        underWay.values().stream().map(Ending::released).toArray(CompletableFuture<?>[]::new);
    try {
      CompletableFuture.allOf(all).get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      underWay.forEach(
          (partition, ending) -> {
            if (!ending.released().isDone()) {
              CoreEvent event = overdue.of(partition, ending.epoch());
              LogEvent.PARTITION_NOT_RELEASED.log(log, event);
              core.post(event);
            }
          });
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }
}
