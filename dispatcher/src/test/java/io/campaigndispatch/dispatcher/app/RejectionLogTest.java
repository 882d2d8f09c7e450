package io.campaigndispatch.dispatcher.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.campaigndispatch.dispatcher.core.CoreEvent;
import io.campaigndispatch.dispatcher.core.Write;
import io.campaigndispatch.dispatcher.index.Position;
import io.campaigndispatch.dispatcher.index.RawRecord;
import io.campaigndispatch.model.outcome.Failure;
import io.campaigndispatch.model.outcome.FailureCategory;
import io.campaigndispatch.model.outcome.FailureCode;
import io.campaigndispatch.model.outcome.Outcome;
import io.campaigndispatch.model.outcome.Source;
import io.campaigndispatch.model.outcome.Status;
import io.campaigndispatch.model.outcome.Timings;
import io.campaigndispatch.model.outcome.VendorIds;
import io.campaigndispatch.model.outcome.Violation;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class RejectionLogTest {

  private static final Failure BROKEN =
      new Failure(
          FailureCategory.REQUEST,
          FailureCode.INVALID,
          null,
          "recipient must be a number",
          List.of(new Violation("recipient", "must be a number", "digits", "+5215512345678")));

  private final Lines lines = new Lines();
  private final Logger logger = (Logger) LoggerFactory.getLogger(RejectionLog.class);

  /** What is logged; the first line waits until it may go on. */
  private static final class Lines extends AppenderBase<ILoggingEvent> {
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final CountDownLatch first = new CountDownLatch(1);
    private final CountDownLatch open = new CountDownLatch(1);

    @Override
    protected void append(ILoggingEvent line) {
      first.countDown();
      try {
        assertThat(open.await(10, TimeUnit.SECONDS)).isTrue();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      told.add(line.getFormattedMessage());
    }
  }

  @BeforeEach
  void listen() {
    lines.start();
    logger.addAppender(lines);
    logger.setAdditive(false);
  }

  @AfterEach
  void stopListening() {
    logger.detachAppender(lines);
    logger.setAdditive(true);
  }

  private static RawRecord raw(long offset) {
    return new RawRecord("dispatch.requests", 3, offset, 1, null, new byte[0], new RecordHeaders());
  }

  private static Write ended(long offset, Status status, int attempt, @Nullable Failure failure) {
    Outcome outcome =
        new Outcome(
            "r1",
            "acme",
            null,
            null,
            status,
            attempt,
            0,
            Instant.EPOCH,
            null,
            VendorIds.NONE,
            failure,
            null,
            new Timings(0, 0, 0),
            new Source("dispatch.requests", 3, offset),
            Map.of());
    return new Write.Final(
        new Position(3, offset, Position.WHOLE), raw(offset), outcome, failure != null);
  }

  private static Write unreadable(long offset) {
    Failure failure = Failure.of(FailureCategory.REQUEST, FailureCode.NOT_JSON, "is no JSON");
    return new Write.Unreadable(
        new Position(3, offset, Position.WHOLE),
        raw(offset),
        new Source("dispatch.requests", 3, offset),
        0,
        failure);
  }

  private static CoreEvent committed(Write... writes) {
    return new CoreEvent.Written(Arrays.asList(writes), Map.of());
  }

  @Test
  void rejectedRequest_isOneLine_withoutWhatItSaid() throws InterruptedException {
    lines.open.countDown();
    try (RejectionLog log = new RejectionLog()) {
      log.start();
      log.take(committed(ended(42, Status.FAILED, 0, BROKEN), unreadable(43)));
    }

    assertThat(lines.told)
        .containsExactly(
            "request rejected partition=3 offset=42 workspace=acme code=INVALID broken=recipient",
            "request rejected partition=3 offset=43 workspace=null code=NOT_JSON broken=");
  }

  @Test
  void requestThatWentWell_orThatAVendorSaw_isNone() throws InterruptedException {
    lines.open.countDown();
    try (RejectionLog log = new RejectionLog()) {
      log.start();
      log.take(
          committed(
              ended(1, Status.ACCEPTED, 1, null),
              ended(2, Status.DUPLICATE, 0, null),
              ended(3, Status.FAILED, 1, BROKEN),
              ended(4, Status.UNCERTAIN, 1, BROKEN)));
    }

    assertThat(lines.told).isEmpty();
  }

  @Test
  void moreThanALogTakes_holdsUpNobody_andIsCounted() throws InterruptedException {
    try (RejectionLog log = new RejectionLog(10)) {
      log.start();
      log.take(committed(unreadable(1)));
      assertThat(lines.first.await(10, TimeUnit.SECONDS)).isTrue();
      log.take(committed(Collections.nCopies(25, unreadable(2)).toArray(Write[]::new)));
      lines.open.countDown();
    }

    assertThat(lines.told).hasSize(12);
    assertThat(lines.told.getLast()).endsWith("these have none count=15");
  }
}
