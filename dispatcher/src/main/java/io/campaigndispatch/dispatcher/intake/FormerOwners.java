package io.campaigndispatch.dispatcher.intake;

import io.campaigndispatch.dispatcher.logs.LogEvent;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TransactionalIdNotFoundException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends what earlier owners could still write, and sees what they left in Kafka's hands. What is
 * asked here is asked until it is answered, and every answer comes later. Owned by the reader
 * thread.
 */
final class FormerOwners implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(FormerOwners.class);

  private static final long PAUSE_AFTER_FAILURE_MILLIS = 1_000;
  private static final long PAUSE_WHILE_ENDING_MILLIS = 10;

  private final Admin admin;
  private final Map<String, CompletableFuture<Void>> fences = new HashMap<>();
  private volatile boolean closed;

  /**
   * How far a journal reaches.
   *
   * @param stable read-committed readers get to here; less than the end while a transaction is open
   * @param end its high watermark
   */
  record Ends(long stable, long end) {}

  FormerOwners(Admin admin) {
    this.admin = admin;
  }

  /**
   * Ends an owner's open transaction and makes every later one fail. Done once per owner: none
   * comes back under the same transactional id.
   */
  CompletableFuture<Void> fence(String owner) {
    return fences.computeIfAbsent(
        owner,
        _ -> {
          LogEvent.FORMER_OWNER_FENCED.log(log, owner);
          return answered(
              "fencing " + owner, () -> future(admin.fenceProducers(List.of(owner)).all()));
        });
  }

  /**
   * Until what an owner has committed is there to be read: its commit is answered before the
   * transaction's markers stand in the partitions, so one that let go in good order may seem not to
   * have.
   */
  CompletableFuture<Void> settled(String owner) {
    return answered("transactions of " + owner, () -> isEnding(owner))
        .thenCompose(
            ending ->
                ending
                    ? later(PAUSE_WHILE_ENDING_MILLIS, () -> settled(owner))
                    : CompletableFuture.completedFuture(null));
  }

  private CompletableFuture<Boolean> isEnding(String owner) {
    return future(admin.describeTransactions(List.of(owner)).description(owner))
        .thenApply(
            transaction ->
                switch (transaction.state()) {
                  case PREPARE_COMMIT, PREPARE_ABORT, PREPARE_EPOCH_FENCE -> true;
                  case ONGOING, COMPLETE_COMMIT, COMPLETE_ABORT, EMPTY, UNKNOWN -> false;
                })
        .exceptionallyCompose(
            failure ->
                causeOf(failure) instanceof TransactionalIdNotFoundException
                    ? CompletableFuture.completedFuture(false)
                    : CompletableFuture.failedFuture(failure));
  }

  CompletableFuture<Ends> ends(TopicPartition journal) {
    // The stable offset first: it may only seem to lag behind, never to have caught up.
    return end(journal, IsolationLevel.READ_COMMITTED)
        .thenCompose(
            stable ->
                end(journal, IsolationLevel.READ_UNCOMMITTED)
                    .thenApply(end -> new Ends(stable, end)));
  }

  private CompletableFuture<Long> end(TopicPartition journal, IsolationLevel isolation) {
    return answered(
            "end of " + journal,
            () ->
                future(
                    admin
                        .listOffsets(
                            Map.of(journal, OffsetSpec.latest()), new ListOffsetsOptions(isolation))
                        .partitionResult(journal)))
        .thenApply(ListOffsetsResultInfo::offset);
  }

  /**
   * The transactional ids of those that have a transaction open on a journal: an owner may have
   * been killed in its very first one, which then is not there to be read.
   */
  CompletableFuture<Set<String>> withOpenTransactions(TopicPartition journal) {
    return answered(
            "open transactions of " + journal,
            () -> future(admin.describeProducers(List.of(journal)).partitionResult(journal)))
        .thenCompose(
            state ->
                transactionalIds(
                    state.activeProducers().stream()
                        .filter(producer -> producer.currentTransactionStartOffset().isPresent())
                        .map(ProducerState::producerId)
                        .toList()));
  }

  private CompletableFuture<Set<String>> transactionalIds(Collection<Long> producerIds) {
    if (producerIds.isEmpty()) {
      return CompletableFuture.completedFuture(Set.of());
    }
    ListTransactionsOptions which = new ListTransactionsOptions().filterProducerIds(producerIds);
    return answered("transactions", () -> future(admin.listTransactions(which).all()))
        .thenApply(
            found ->
                found.stream()
                    .map(TransactionListing::transactionalId)
                    .filter(Objects::nonNull)
                    .collect(Collectors.toSet()));
  }

  private <T> CompletableFuture<T> answered(String what, Supplier<CompletableFuture<T>> ask) {
    return ask.get()
        .exceptionallyCompose(
            failure -> {
              if (closed) {
                return CompletableFuture.failedFuture(failure);
              }
              LogEvent.TAKEOVER_WAITS.log(log, what, causeOf(failure).toString());
              return later(PAUSE_AFTER_FAILURE_MILLIS, () -> answered(what, ask));
            });
  }

  private static <T> CompletableFuture<T> later(
      long millis, Supplier<CompletableFuture<T>> action) {
    return CompletableFuture.runAsync(
            () -> {}, CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS))
        .thenCompose(_ -> action.get());
  }

  private static Throwable causeOf(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }

  private static <T> CompletableFuture<T> future(KafkaFuture<T> answer) {
    return answer.toCompletionStage().toCompletableFuture();
  }

  /** Asks nothing again. */
  @Override
  public void close() {
    closed = true;
  }
}
