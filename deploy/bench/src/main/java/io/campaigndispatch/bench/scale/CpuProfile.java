package io.campaigndispatch.bench.scale;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Predicate;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedMethod;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordingFile;

/**
 * What of a worker's CPU time its metrics took, by samples of it (JEP 509).
 *
 * @param all that was sampled: of threads that run Java, not of collections and the compiler
 * @param meters in our meters, Micrometer's and Prometheus', whoever told them
 * @param scrapes of the threads that answer HTTP
 * @param snapshots that the core makes of itself, for metrics and for the page alike
 */
record CpuProfile(Duration all, Duration meters, Duration scrapes, Duration snapshots) {
  private static final String SAMPLE = "jdk.CPUTimeSample";

  /** Of a worker that is asked nothing else over HTTP than its metrics. */
  static CpuProfile of(Path recording) throws IOException {
    Duration all = Duration.ZERO;
    Duration meters = Duration.ZERO;
    Duration snapshots = Duration.ZERO;
    Duration scrapes = Duration.ZERO;
    try (RecordingFile file = new RecordingFile(recording)) {
      while (file.hasMoreEvents()) {
        RecordedEvent event = file.readEvent();
        if (!event.getEventType().getName().equals(SAMPLE)) {
          continue;
        }
        Duration stands = event.getDuration("samplingPeriod");
        all = all.plus(stands);
        if (answersHttp(event)) {
          scrapes = scrapes.plus(stands);
        } else if (isIn(event, CpuProfile::isMeter)) {
          meters = meters.plus(stands);
        } else if (isIn(event, CpuProfile::isSnapshot)) {
          snapshots = snapshots.plus(stands);
        }
      }
    }
    return new CpuProfile(all, meters, scrapes, snapshots);
  }

  private static boolean answersHttp(RecordedEvent event) {
    RecordedThread thread = event.getThread("eventThread");
    String name = thread == null ? null : thread.getJavaName();
    return name != null && name.startsWith("http-");
  }

  private static boolean isIn(RecordedEvent event, Predicate<RecordedMethod> sought) {
    RecordedStackTrace stack = event.getStackTrace();
    return stack != null
        && stack.getFrames().stream()
            .filter(RecordedFrame::isJavaFrame)
            .anyMatch(frame -> sought.test(frame.getMethod()));
  }

  private static boolean isMeter(RecordedMethod method) {
    String type = method.getType().getName();
    return type.startsWith("io.micrometer.")
        || type.startsWith("io.prometheus.")
        || (type.startsWith("io.campaigndispatch.dispatcher.admin.")
            && (type.contains("Meters") || type.contains("Metrics")));
  }

  private static boolean isSnapshot(RecordedMethod method) {
    return method.getName().equals("snapshot")
        && method.getType().getName().startsWith("io.campaigndispatch.dispatcher.core.");
  }
}
