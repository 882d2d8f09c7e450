package io.campaigndispatch.demo.run;

import io.campaigndispatch.demo.proof.LogScan;
import io.campaigndispatch.demo.scenario.Fleet;
import io.campaigndispatch.model.outcome.Outcome;
import io.campaigndispatch.model.wire.DispatchHeaders;
import io.campaigndispatch.model.wire.OutcomeCodec;
import io.campaigndispatch.model.wire.Topics;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.kafka.support.KafkaHeaders;

/**
 * A run and what was logged of it: whom and what it was about is read from its topics and files,
 * and looked for in the log.
 *
 * @param findings what must not be in the log, or is no line of it
 * @param lines how many there are
 * @param told requests that have a line because they were rejected
 * @param rejected requests that ended as dead letters before any call
 */
public record LoggedRun(
    List<String> findings,
    int lines,
    List<LogScan.Rejected> told,
    List<LogScan.Rejected> rejected) {

  /** A shorter one is a plain number, which says nothing and is anywhere. */
  private static final int LEAST_ID = 10;

  /** Of an installation whose dispatcher has ended everything, or has ended itself. */
  public static LoggedRun read(Installation installation, Fleet fleet) throws IOException {
    Set<String> numbers = new HashSet<>();
    Set<String> secrets = new HashSet<>(fleet.credentials().values());
    List<LogScan.Rejected> rejected = new ArrayList<>();
    Topics topics = Topics.DEFAULT;
    try (Tail tail =
        new Tail(installation.bootstrapServers(), topics.outcomes(), topics.deadLetters())) {
      tail.readToEnd(
          record -> {
            if (record.topic().equals(topics.outcomes())) {
              Outcome outcome = OutcomeCodec.decode(record.value());
              if (outcome.recipient() != null) {
                numbers.add(outcome.recipient().digits());
              }
              Stream.of(outcome.vendorIds().messageId(), outcome.vendorIds().whatsappId())
                  .filter(id -> id != null && id.length() >= LEAST_ID)
                  .forEach(secrets::add);
            } else if (text(record, DispatchHeaders.ATTEMPT).equals("0")) {
              rejected.add(
                  new LogScan.Rejected(
                      number(record, KafkaHeaders.DLT_ORIGINAL_PARTITION).getInt(),
                      number(record, KafkaHeaders.DLT_ORIGINAL_OFFSET).getLong(),
                      text(record, DispatchHeaders.CODE)));
            }
          });
    }
    List<String> lines = Files.readAllLines(installation.logFile());
    return new LoggedRun(
        new LogScan(numbers, secrets).findings(lines),
        lines.size(),
        LogScan.rejected(lines),
        List.copyOf(rejected));
  }

  private static String text(ConsumerRecord<byte[], byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }

  private static ByteBuffer number(ConsumerRecord<byte[], byte[]> record, String name) {
    return ByteBuffer.wrap(record.headers().lastHeader(name).value());
  }
}
