package io.campaigndispatch.chaos.outage;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import io.campaigndispatch.demo.run.Installation;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * What a worker does while its results cannot be recorded, measured in this whole process: the
 * worker's part is less.
 *
 * @param processors how many it keeps busy, after calls must have stopped
 * @param grown bytes of heap
 * @param unwritten results that wait
 */
record Watch(double processors, long grown, int unwritten) {

  private static final double MOST_PROCESSORS = 0.2;
  private static final long MOST_GROWTH = 64 << 20;

  /**
   * Breaks something, and looks.
   *
   * @param stops within which calls must stop
   * @param lasts how long it stays broken, more than that
   */
  static Watch over(Installation installation, Runnable fault, Duration stops, Duration lasts)
      throws InterruptedException {
    long heap = heap();
    fault.run();
    TimeUnit.NANOSECONDS.sleep(stops.toNanos());
    long calls = installation.sandbox().ledgerSize().rows();
    long cpu = cpuNanos();
    long from = System.nanoTime();
    TimeUnit.NANOSECONDS.sleep(lasts.minus(stops).toNanos());
    double processors = (double) (cpuNanos() - cpu) / (System.nanoTime() - from);
    assertThat(installation.sandbox().ledgerSize().rows()).as("calls stop").isEqualTo(calls);
    return new Watch(processors, heap() - heap, installation.snapshot().unwritten());
  }

  void assertIdle(int mostUnwritten) {
    assertThat(processors).as("busy processors").isLessThan(MOST_PROCESSORS);
    assertThat(grown).as("growth of the heap").isLessThan(MOST_GROWTH);
    assertThat(unwritten).as("results that wait").isBetween(1, mostUnwritten);
  }

  private static long cpuNanos() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }

  private static long heap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
