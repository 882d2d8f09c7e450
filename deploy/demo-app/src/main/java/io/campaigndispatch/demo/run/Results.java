package io.campaigndispatch.demo.run;

import io.campaigndispatch.demo.proof.DeadLetter;
import io.campaigndispatch.demo.proof.Ending;
import io.campaigndispatch.demo.proof.Fingerprint;
import io.campaigndispatch.demo.proof.RequestKey;
import io.campaigndispatch.model.outcome.Outcome;
import io.campaigndispatch.model.outcome.Source;
import io.campaigndispatch.model.wire.DispatchHeaders;
import io.campaigndispatch.model.wire.OutcomeCodec;
import io.campaigndispatch.model.wire.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** What the dispatcher wrote: outcomes and dead letters, read as they come. */
public final class Results implements AutoCloseable {

  private static final Pattern SOURCE = Pattern.compile("(.+)-(\\d+)@(\\d+)");

  private final Tail tail;
  private final List<Ending> endings = new ArrayList<>();
  private final List<DeadLetter> deadLetters = new ArrayList<>();
  private long retries;

  public Results(String bootstrapServers) {
    tail = new Tail(bootstrapServers, Topics.DEFAULT.outcomes(), Topics.DEFAULT.deadLetters());
  }

  /** Reads what has come, waiting for it so long at most; hands out each final outcome. */
  public void poll(Duration wait, Consumer<Outcome> onEnd) {
    tail.poll(wait, record -> take(record, onEnd));
  }

  private void take(ConsumerRecord<byte[], byte[]> record, Consumer<Outcome> onEnd) {
    if (record.topic().equals(Topics.DEFAULT.deadLetters())) {
      deadLetters.add(deadLetter(record));
      return;
    }
    Outcome outcome = OutcomeCodec.decode(record.value());
    if (outcome.status().isFinal()) {
      endings.add(Ending.of(outcome));
      onEnd.accept(outcome);
    } else {
      retries++;
    }
  }

  private static DeadLetter deadLetter(ConsumerRecord<byte[], byte[]> record) {
    String source = header(record, DispatchHeaders.SOURCE);
    return new DeadLetter(
        new RequestKey(source(source), header(record, DispatchHeaders.REQUEST_ID)),
        Fingerprint.of(record.value()),
        String.valueOf(header(record, DispatchHeaders.CODE)));
  }

  private static @Nullable String header(ConsumerRecord<byte[], byte[]> record, String name) {
    Header header = record.headers().lastHeader(name);
    return header == null ? null : new String(header.value(), StandardCharsets.UTF_8);
  }

  private static Source source(@Nullable String text) {
    Matcher matcher = SOURCE.matcher(String.valueOf(text));
    if (!matcher.matches()) {
      throw new IllegalStateException("a record without " + DispatchHeaders.SOURCE);
    }
    return new Source(
        matcher.group(1), Integer.parseInt(matcher.group(2)), Long.parseLong(matcher.group(3)));
  }

  /** Final outcomes so far. */
  public List<Ending> endings() {
    return endings;
  }

  /** Dead letters so far. */
  public List<DeadLetter> deadLetters() {
    return deadLetters;
  }

  /** How often an attempt failed and another was planned. */
  public long retries() {
    return retries;
  }

  /**
   * The requests topic as it is now.
   *
   * @param records in it, moved copies included
   * @param moves copies, by where the record first entered
   */
  public record RequestsTopic(long records, Map<Source, Integer> moves) {

    /** Reads it from the beginning. */
    public static RequestsTopic read(String bootstrapServers) {
      long[] records = {0};
      Map<Source, Integer> moves = new HashMap<>();
      try (Tail tail = new Tail(bootstrapServers, Topics.DEFAULT.requests())) {
        tail.readToEnd(
            record -> {
              if (record.headers().lastHeader(DispatchHeaders.RETURNED_FROM) != null) {
                // It was read before, and waited in the delay topic.
                return;
              }
              records[0]++;
              String source = header(record, DispatchHeaders.SOURCE);
              if (source != null) {
                moves.merge(source(source), 1, Integer::sum);
              }
            });
      }
      return new RequestsTopic(records[0], moves);
    }
  }

  @Override
  public void close() {
    tail.close();
  }
}
