package io.campaigndispatch.bench.scale;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordingFile;

/**
 * What of a worker's CPU time its metrics took, by samples of it (JEP 509).
 *
 * @param meters in our meters or Micrometer's, whoever told them
 * @param scrapes of the threads that answer HTTP
 */
record CpuProfile(Duration meters, Duration scrapes) {
  private static final String SAMPLE = "jdk.CPUTimeSample";

  /** Of a worker that is asked nothing else over HTTP than its metrics. */
  static CpuProfile of(Path recording) throws IOException {
    Duration meters = Duration.ZERO;
    Duration scrapes = Duration.ZERO;
    try (RecordingFile file = new RecordingFile(recording)) {
      while (file.hasMoreEvents()) {
        RecordedEvent event = file.readEvent();
        if (!event.getEventType().getName().equals(SAMPLE)) {
          continue;
        }
        Duration stands = event.getDuration("samplingPeriod");
        if (answersHttp(event)) {
          scrapes = scrapes.plus(stands);
        } else if (isInMeters(event)) {
          meters = meters.plus(stands);
        }
      }
    }
    return new CpuProfile(meters, scrapes);
  }

  private static boolean answersHttp(RecordedEvent event) {
    RecordedThread thread = event.getThread("eventThread");
    String name = thread == null ? null : thread.getJavaName();
    return name != null && name.startsWith("http-");
  }

  private static boolean isInMeters(RecordedEvent event) {
    RecordedStackTrace stack = event.getStackTrace();
    return stack != null
        && stack.getFrames().stream()
            .filter(RecordedFrame::isJavaFrame)
            .anyMatch(frame -> isMeter(frame.getMethod().getType().getName()));
  }

  private static boolean isMeter(String type) {
    return type.startsWith("io.micrometer.")
        || type.startsWith("io.prometheus.")
        || type.startsWith("io.campaigndispatch.dispatcher.admin.");
  }
}
