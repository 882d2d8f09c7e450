package io.campaigndispatch.dispatcher.intake;

import io.campaigndispatch.dispatcher.core.CoreEvent;
import io.campaigndispatch.dispatcher.core.Effect;
import io.campaigndispatch.dispatcher.index.OpenOffsets;
import io.campaigndispatch.dispatcher.index.RecentIds;
import io.campaigndispatch.dispatcher.journal.GroupProof;
import io.campaigndispatch.model.wire.RequestDecoder;
import io.campaigndispatch.model.wire.Topics;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The reading side as one: group membership and the reader it steers. */
public final class Intake implements AutoCloseable {

  private final Topics topics;
  private final Reader reader;
  private final Rereader rereader;
  private final Rereader delayed;
  private final Decoding decoding;
  private final Reader.CoreInput core;
  private final Membership membership;

  /** The Kafka clients it owns from now on, the admin apart. */
  public record Clients(
      Consumer<byte[], byte[]> membership,
      Consumer<byte[], byte[]> reader,
      Consumer<byte[], byte[]> rereader,
      Consumer<byte[], byte[]> delayed,
      Consumer<byte[], byte[]> takeover,
      Admin admin) {}

  /**
   * @param newIds makes a partition's memory of recent request ids
   * @param internalTopics whether they have so many partitions; asked again when not
   * @param drainTimeout how long calls in flight may take when a partition is given up
   */
  public Intake(
      Clients clients,
      RequestDecoder decoder,
      Topics topics,
      TakeoverReader.Settings takeover,
      Reader.RequestsIdentity requests,
      Supplier<RecentIds> newIds,
      IntPredicate internalTopics,
      Supplier<Duration> drainTimeout,
      Reader.CoreInput core) {
    this.topics = topics;
    this.core = core;
    decoding = new Decoding(decoder);
    rereader =
        new Rereader(clients.rereader(), topics.requests(), "dispatch-rereader", core::failed);
    delayed = new Rereader(clients.delayed(), topics.delay(), "dispatch-delayed", core::failed);
    reader =
        new Reader(
            clients.reader(),
            new TakeoverReader(clients.takeover(), clients.admin(), topics, takeover),
            requests,
            decoding,
            topics,
            newIds,
            internalTopics,
            core);
    membership =
        new Membership(
            clients.membership(), topics, requests.topicId(), reader, core, drainTimeout);
  }

  public void start() {
    reader.start();
    rereader.start();
    delayed.start();
    membership.start();
  }

  /** Stops or goes on reading for the first time. */
  public void setReading(boolean on) {
    reader.setReading(on);
  }

  /** Reads records again. */
  public void reread(Effect.Reread asked) {
    rereader.read(
        new Rereader.Asked(
            asked.partition(),
            asked.offsets(),
            (records, readTo) ->
                core.postRecords(
                    new CoreEvent.RecordsReread(
                        asked.partition(),
                        asked.epoch(),
                        asked.pass(),
                        records.stream().map(decoding::decoded).toList(),
                        readTo))));
  }

  /** Reads records of the delay topic. */
  public void reread(Effect.RereadDelayed asked) {
    delayed.read(
        new Rereader.Asked(
            asked.partition(),
            asked.offsets(),
            (records, readTo) ->
                core.postRecords(
                    new CoreEvent.DelayedReread(
                        asked.partition(),
                        asked.epoch(),
                        asked.pass(),
                        records.stream().map(Decoding::raw).toList(),
                        readTo))));
  }

  /** Reads a part of the delay topic. */
  public void scan(Effect.ScanDelayed asked) {
    delayed.read(
        new Rereader.Asked(
            asked.partition(),
            new OffsetRange(asked.from(), asked.to()),
            (records, readTo) ->
                core.postRecords(
                    new CoreEvent.DelayedScanned(
                        asked.partition(),
                        asked.epoch(),
                        records.stream().map(Decoding::raw).toList(),
                        readTo))));
  }

  /** How many partitions are held, by every reason there is. */
  public Map<String, Integer> held() {
    return reader.held();
  }

  /** How often partitions came to this worker or went away. */
  public long rebalances() {
    return membership.rebalances();
  }

  /** For how long the group has not been heard from; zero while it owes us no answer. */
  public Duration groupSilence() {
    return membership.silence();
  }

  /** The partitions that are being read. */
  public Set<Integer> reading() {
    return reader.reading();
  }

  /** Everything below this offset is closed. */
  public void commit(int partition, OpenOffsets.Resume resume) {
    membership.commit(partition, resume);
  }

  /** The core has let go of a partition. */
  public void released(int partition, OpenOffsets.@Nullable Resume resume) {
    rereader.stop(partition);
    delayed.stop(partition);
    // Before the next takeover: what is committed says what this one found.
    membership.released(partition, resume);
    reader.released(partition);
  }

  /** Asks the group whether what was given to us still is ours, and tells the core when it is. */
  public void confirm(long question) {
    membership.confirm(question);
  }

  /** What shows Kafka that a partition is ours; see {@link GroupProof.Source}. */
  public @Nullable GroupProof proof(int partition, long epoch) {
    ConsumerGroupMetadata member = membership.member(partition, epoch);
    OffsetAndMetadata offset = reader.takenFrom(partition, epoch);
    return member == null || offset == null
        ? null
        : new GroupProof(member, new TopicPartition(topics.requests(), partition), offset);
  }

  /** Whether the worker is in its group, hears from it, and reads every partition it was given. */
  public boolean isReading() {
    return membership.hasJoined()
        && !membership.isCutOff()
        && reader.served() >= membership.assigned();
  }

  @Override
  public void close() throws InterruptedException {
    membership.close();
    rereader.close();
    delayed.close();
    reader.close();
  }
}
