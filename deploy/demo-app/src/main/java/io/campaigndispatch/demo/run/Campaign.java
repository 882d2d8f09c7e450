package io.campaigndispatch.demo.run;

import io.campaigndispatch.demo.proof.Evidence;
import io.campaigndispatch.demo.proof.Proof;
import io.campaigndispatch.demo.proof.Report;
import io.campaigndispatch.demo.proof.SentRecord;
import io.campaigndispatch.demo.run.Results.RequestsTopic;
import io.campaigndispatch.demo.scenario.Expected;
import io.campaigndispatch.demo.scenario.Fate;
import io.campaigndispatch.demo.scenario.Member;
import io.campaigndispatch.demo.scenario.Scenario;
import io.campaigndispatch.demo.show.Board;
import io.campaigndispatch.dispatcher.control.CampaignKey;
import io.campaigndispatch.dispatcher.control.CampaignOrder;
import io.campaigndispatch.dispatcher.control.ControlWriter;
import io.campaigndispatch.model.outcome.Outcome;
import io.campaigndispatch.model.outcome.Status;
import io.campaigndispatch.model.wire.SendRequestPublisher;
import io.campaigndispatch.model.wire.Topics;
import io.campaigndispatch.model.workspace.CampaignState;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.jspecify.annotations.Nullable;

/** One campaign through one installation: published, followed to its end, and proved. */
public final class Campaign {

  /** How long nothing may happen before the end, so that what should not come can come. */
  private static final Duration QUIET = Duration.ofSeconds(1);

  /** How long nothing may happen before it is given up. */
  private static final Duration STALLED = Duration.ofSeconds(45);

  private static final Duration LONGEST_HEAD = Duration.ofSeconds(20);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final long SAMPLE_NANOS = Duration.ofMillis(250).toNanos();

  private final Installation installation;
  private final Scenario scenario;
  private final CountDownLatch headEnded;
  private final Board board;
  private final FutureTask<List<SentRecord>> publishing;
  private @Nullable Instant firstAccepted;
  private boolean withdrawn;

  public Campaign(Installation installation, Scenario scenario) {
    this.installation = installation;
    this.scenario = scenario;
    this.headEnded = new CountDownLatch(scenario.head());
    this.board = new Board(scenario.fleet());
    Callable<List<SentRecord>> write =
        () ->
            new CampaignWriter(
                    installation.bootstrapServers(), installation.sandbox(), this::awaitHead)
                .write(scenario);
    this.publishing = new FutureTask<>(write);
  }

  /** Begins to publish, on a thread of its own. */
  public void publish() {
    Thread.ofPlatform().name("demo-publisher").daemon().start(publishing);
  }

  /** Every record as the broker took it; waits for the last. */
  public List<SentRecord> sent() throws ExecutionException, InterruptedException {
    return publishing.get();
  }

  /**
   * Reads results until every request has ended and every dead letter is there, or until nothing
   * moves any more.
   *
   * @param watcher shown the board and the time since the call, often
   */
  public void follow(Results results, BiConsumer<Board, Duration> watcher)
      throws ExecutionException, InterruptedException {
    long began = System.nanoTime();
    long lastSample = began;
    long lastChange = began;
    long seen = 0;
    @Nullable Goal goal = null;
    while (true) {
      results.poll(POLL, this::ended);
      long now = System.nanoTime();
      if (goal == null && publishing.isDone()) {
        goal = Goal.of(sent());
        board.expect(goal.perWorkspace());
        lastChange = now;
      }
      if (now - lastSample >= SAMPLE_NANOS) {
        board.sample(now);
        lastSample = now;
      }
      watcher.accept(board, Duration.ofNanos(now - began));
      long seenNow = results.endings().size() + results.deadLetters().size() + results.retries();
      if (seenNow != seen) {
        seen = seenNow;
        lastChange = now;
      }
      if (goal != null && !withdrawn && goal.onlyHeldAreLeft(results)) {
        withdraw(goal);
      }
      boolean reached = goal != null && goal.isReached(results);
      if (goal != null && now - lastChange > (reached ? QUIET : STALLED).toNanos()) {
        return;
      }
    }
  }

  /**
   * Reads results until so large a part of the campaign has ended.
   *
   * @param part 0 to 1
   */
  public void followUntil(Results results, double part)
      throws ExecutionException, InterruptedException {
    long giveUp = System.nanoTime() + STALLED.toNanos();
    long requests = scenario.fleet().members().stream().mapToLong(Member::messages).sum();
    while (results.endings().size() < requests * part && System.nanoTime() < giveUp) {
      results.poll(POLL, this::ended);
    }
    List<SentRecord> _ = sent();
  }

  /** Does what an operator would do about a template that the vendor does not have. */
  private void withdraw(Goal goal) throws ExecutionException, InterruptedException {
    withdrawn = true;
    try (ControlWriter orders =
        new ControlWriter(
            new KafkaProducer<>(
                SendRequestPublisher.producerConfig(installation.bootstrapServers(), Map.of())),
            Topics.DEFAULT)) {
      for (String workspace : goal.held().keySet()) {
        orders
            .campaign(
                new CampaignKey(workspace, Scenario.WITHDRAWN),
                new CampaignOrder(CampaignState.CANCELLED, null))
            .get();
      }
    }
  }

  /**
   * @param held requests that end only when their campaign is cancelled, by workspace
   */
  private record Goal(
      Map<String, Long> perWorkspace, Map<String, Long> held, long endings, long deadLetters) {

    static Goal of(List<SentRecord> sent) {
      Map<String, Long> perWorkspace = new HashMap<>();
      Map<String, Long> held = new HashMap<>();
      long deadLetters = 0;
      for (SentRecord record : sent) {
        for (Expected expected : record.expected()) {
          if (expected.workspaceId() != null) {
            perWorkspace.merge(expected.workspaceId(), 1L, Long::sum);
            if (expected.fate() == Fate.WITHDRAWN) {
              held.merge(expected.workspaceId(), 1L, Long::sum);
            }
          }
          deadLetters += expected.fate().deadLetter() ? 1 : 0;
        }
      }
      return new Goal(perWorkspace, held, sum(perWorkspace), deadLetters);
    }

    private static long sum(Map<String, Long> counts) {
      return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    boolean onlyHeldAreLeft(Results results) {
      return results.endings().size() >= endings - sum(held);
    }

    boolean isReached(Results results) {
      return results.endings().size() >= endings && results.deadLetters().size() >= deadLetters;
    }
  }

  /** The rest may go when the head has ended, or when that takes too long to wait for. */
  private void awaitHead() {
    try {
      boolean _ = headEnded.await(LONGEST_HEAD.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void ended(Outcome outcome) {
    headEnded.countDown();
    board.ended(outcome.workspaceId(), outcome.status());
    if (outcome.status() == Status.ACCEPTED
        && (firstAccepted == null || outcome.at().isBefore(firstAccepted))) {
      firstAccepted = outcome.at();
    }
  }

  /** When the first message was accepted; null while none is. */
  public @Nullable Instant firstAccepted() {
    return firstAccepted;
  }

  /** Holds everything that can be read of the campaign against what it must come to. */
  public Report prove(Results results) throws ExecutionException, InterruptedException {
    RequestsTopic requests = RequestsTopic.read(installation.bootstrapServers());
    Evidence evidence =
        new Evidence(
            sent(),
            results.endings(),
            results.deadLetters(),
            LedgerReader.read(installation.sandbox(), scenario.fleet()),
            requests.records(),
            requests.moves());
    return Proof.of(evidence, scenario.fleet().ceilings());
  }
}
