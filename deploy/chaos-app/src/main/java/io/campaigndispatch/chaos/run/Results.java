package io.campaigndispatch.chaos.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.campaigndispatch.chaos.proof.Told;
import io.campaigndispatch.demo.run.Tail;
import io.campaigndispatch.model.outcome.Source;
import io.campaigndispatch.model.wire.DispatchHeaders;
import io.campaigndispatch.model.wire.OutcomeCodec;
import io.campaigndispatch.model.wire.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What the dispatchers wrote, read committed. Owned by one thread. */
final class Results implements AutoCloseable {

  private static final Pattern SOURCE = Pattern.compile("(.+)-(\\d+)@(\\d+)");

  private final Tail tail;
  private final List<Told> told = new ArrayList<>();
  private final List<Source> deadLetters = new ArrayList<>();
  private final Set<Source> ended = new HashSet<>();

  Results(String bootstrap) {
    tail = new Tail(bootstrap, Topics.DEFAULT.outcomes(), Topics.DEFAULT.deadLetters());
  }

  void poll(Duration wait) {
    tail.poll(wait, this::take);
  }

  void readToEnd() {
    tail.readToEnd(this::take);
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    if (record.topic().equals(Topics.DEFAULT.deadLetters())) {
      Source source = source(record);
      deadLetters.add(source);
      ended.add(source);
      return;
    }
    Told outcome = Told.of(OutcomeCodec.decode(record.value()));
    told.add(outcome);
    if (outcome.status().isFinal()) {
      ended.add(outcome.source());
    }
  }

  private static Source source(ConsumerRecord<byte[], byte[]> record) {
    String text = new String(record.headers().lastHeader(DispatchHeaders.SOURCE).value(), UTF_8);
    Matcher matcher = SOURCE.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalStateException(DispatchHeaders.SOURCE + ": received " + text);
    }
    return new Source(
        matcher.group(1), Integer.parseInt(matcher.group(2)), Long.parseLong(matcher.group(3)));
  }

  /** Records that have a final outcome or a dead letter. */
  int ended() {
    return ended.size();
  }

  List<Told> told() {
    return told;
  }

  List<Source> deadLetters() {
    return deadLetters;
  }

  @Override
  public void close() {
    tail.close();
  }
}
