package io.campaigndispatch.dispatcher.publish;

import io.campaigndispatch.dispatcher.core.CoreEvent;
import io.campaigndispatch.dispatcher.core.Write;
import io.campaigndispatch.dispatcher.logs.LogEvent;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ApplicationRecoverableException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes batches, each in one transaction that is tried until it is committed or can never be: a
 * record that is too large for its topic is found and written without its value. Owned by the
 * publisher's thread.
 */
final class Transactions {

  private static final Logger log = LoggerFactory.getLogger(Transactions.class);

  private static final long RETRY_MILLIS = 500;

  /** Each failure of a batch that is tried again and again would be a line every half second. */
  private static final int FAILURES_PER_LINE = 60;

  private final Producer<byte[], byte[]> producer;
  private final OutgoingRecords records;
  private final StateRecords state;
  private final Clock clock;

  Transactions(
      Producer<byte[], byte[]> producer, OutgoingRecords records, StateRecords state, Clock clock) {
    this.producer = producer;
    this.records = records;
    this.state = state;
    this.clock = clock;
  }

  /**
   * What was committed.
   *
   * @param journalEnds one past each journal record, by partition
   * @param places see {@link CoreEvent.Written}
   */
  record Committed(Map<Integer, Long> journalEnds, Map<Write, Long> places) {
    CoreEvent.Written told(List<Write> writes) {
      return new CoreEvent.Written(List.copyOf(writes), journalEnds, places);
    }

    Committed and(Committed later) {
      Map<Integer, Long> ends = new HashMap<>(journalEnds);
      later.journalEnds.forEach((partition, end) -> ends.merge(partition, end, Math::max));
      Map<Write, Long> all = new IdentityHashMap<>(places);
      all.putAll(later.places);
      return new Committed(ends, all);
    }
  }

  /** Tries until it is committed or can never be. */
  Committed write(List<Write> batch) throws InterruptedException, ExecutionException {
    return write(batch, () -> {});
  }

  /**
   * The same.
   *
   * @param proof what is still to be shown before it is committed
   * @throws CommitFailedException when that is refused; nothing is written then
   */
  Committed write(List<Write> batch, Runnable proof)
      throws InterruptedException, ExecutionException {
    return write(batch, Form.WHOLE, proof);
  }

  private Committed write(List<Write> batch, Form form, Runnable proof)
      throws InterruptedException, ExecutionException {
    for (int failures = 0; ; failures++) {
      try {
        producer.beginTransaction();
        Instant now = clock.instant();
        Map<Write, Future<RecordMetadata>> placed = new IdentityHashMap<>();
        for (Write write : batch) {
          Future<RecordMetadata> last = send(write, form, now);
          if (last != null
              && (write instanceof Write.Parked
                  || write instanceof Write.Returned
                  || write instanceof Write.Kept)) {
            placed.put(write, last);
          }
        }
        Map<Integer, Future<RecordMetadata>> journal = state.sendJournal(batch);
        if (form == Form.WHOLE) {
          state.sendSnapshots(batch);
        }
        proof.run();
        answered("commit", producer::commitTransaction);
        state.committed();
        if (failures > 0) {
          LogEvent.TRANSACTION_RECOVERED.log(log, failures, batch.size());
        }
        Map<Integer, Long> ends = new HashMap<>();
        for (var entry : journal.entrySet()) {
          ends.put(entry.getKey(), entry.getValue().get().offset() + 1);
        }
        Map<Write, Long> places = new IdentityHashMap<>();
        for (var entry : placed.entrySet()) {
          places.put(entry.getKey(), entry.getValue().get().offset());
        }
        return new Committed(ends, places);
      } catch (KafkaException e) {
        if (isFatal(e)) {
          throw e;
        }
        answered("abort", producer::abortTransaction);
        state.aborted();
        if (e instanceof CommitFailedException) {
          throw e;
        }
        if (failures % FAILURES_PER_LINE == 0) {
          tell(e, failures, batch.size());
        }
        if (form == Form.WHOLE && isTooLarge(e)) {
          return apart(batch);
        }
        TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
      }
    }
  }

  /** What is refused goes on when it is permitted: somebody must hear of it. */
  private static void tell(KafkaException failure, int failures, int writes) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    if (isRefusal(failure) || isRefusal(cause)) {
      LogEvent.RESULTS_REFUSED.log(log, failures, writes, cause.toString());
    } else {
      LogEvent.TRANSACTION_FAILING.log(log, failures, writes, failure.toString());
    }
  }

  /** Refused for now: its transaction is aborted, and the producer can go on. */
  private static boolean isRefusal(Throwable failure) {
    return failure instanceof TopicAuthorizationException
        || failure instanceof GroupAuthorizationException;
  }

  /** Sends what a write consists of; returns the last of it, null when there is nothing. */
  private @Nullable Future<RecordMetadata> send(Write write, Form form, Instant now) {
    Future<RecordMetadata> last = null;
    for (ProducerRecord<byte[], byte[]> record :
        switch (write) {
          case Write.OfRequest request -> recordsOf(request, form, now);
          case Write.Kept kept -> List.of(records.kept(kept));
          case Write.Returned returned ->
              List.of(
                  form == Form.WHOLE
                      ? records.returned(returned)
                      : records.returnedWithoutValue(returned));
          case Write.Started _,
              Write.Unstarted _,
              Write.Owned _,
              Write.Called _,
              Write.Snapshot _,
              Write.Released _ ->
              List.<ProducerRecord<byte[], byte[]>>of();
        }) {
      last = producer.send(record);
    }
    return last;
  }

  /** What a write's records look like; without its value, a snapshot is not there at all. */
  private enum Form {
    WHOLE,
    WITHOUT_VALUE
  }

  private List<ProducerRecord<byte[], byte[]>> recordsOf(
      Write.OfRequest write, Form form, Instant now) {
    return switch (form) {
      case WHOLE -> records.of(write, now);
      case WITHOUT_VALUE -> records.withoutValue(write, now);
    };
  }

  /**
   * Finds the write that Kafka takes in no batch, and writes it without the value it copies. The
   * snapshot before one that is not written still counts, with the journal since.
   */
  private Committed apart(List<Write> batch) throws InterruptedException, ExecutionException {
    if (batch.size() == 1) {
      LogEvent.RECORD_TOO_LARGE.log(log, nameOf(batch.getFirst()));
      return write(batch, Form.WITHOUT_VALUE, () -> {});
    }
    int half = batch.size() / 2;
    return write(batch.subList(0, half)).and(write(batch.subList(half, batch.size())));
  }

  private static String nameOf(Write write) {
    return write instanceof Write.OfRequest request
        ? request.position().toString()
        : write.getClass().getSimpleName() + " of partition " + write.partition();
  }

  private static boolean isTooLarge(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof RecordTooLargeException) {
        return true;
      }
    }
    return false;
  }

  /**
   * An end of transaction whose answer did not come is asked for again: only its answer tells what
   * happened.
   */
  private static void answered(String what, Runnable end) {
    while (true) {
      try {
        end.run();
        return;
      } catch (TimeoutException e) {
        LogEvent.TRANSACTION_END_UNANSWERED.log(log, what, e.toString());
      }
    }
  }

  private static boolean isFatal(KafkaException e) {
    return !isRefusal(e)
        && (e instanceof ApplicationRecoverableException
            || e instanceof InvalidConfigurationException
            || e instanceof AuthenticationException
            || e instanceof AuthorizationException
            || e instanceof UnsupportedVersionException
            || e instanceof InterruptException);
  }
}
