package io.campaigndispatch.dispatcher.admin;

import io.campaigndispatch.dispatcher.admin.WorkerStatus.OfFailure;
import io.campaigndispatch.dispatcher.admin.WorkerStatus.OfHold;
import io.campaigndispatch.dispatcher.core.CoreSnapshot.Hold.Scope;
import io.campaigndispatch.dispatcher.core.WaitReason;
import io.campaigndispatch.model.outcome.FailureCategory;
import io.campaigndispatch.model.outcome.Status;
import io.campaigndispatch.model.workspace.CampaignState;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How much something needs somebody, and why: what a person who was woken wants to see first.
 *
 * @param causes none for what runs or is idle
 */
record Attention(Level level, Set<Cause> causes) {

  /** The most urgent first. */
  enum Level {
    /** It does not go on by itself, or not soon. */
    ALERT,
    /** It goes on more slowly, or somebody stopped it and it waits. */
    WARNING,
    WORKING,
    IDLE
  }

  /** Why somebody should look. */
  enum Cause {
    /** A verdict holds it: the vendor refuses it, or too much failed. */
    HELD(Level.ALERT),
    BREAKER_OPEN(Level.ALERT),
    OUTCOMES_BLOCKED(Level.ALERT),
    /** Somebody paused it, and requests wait. */
    PAUSED(Level.WARNING),
    VENDOR_THROTTLED(Level.WARNING),
    /** Its vendor slowed it down. */
    SLOWED(Level.WARNING),
    /** Outcomes that nobody knows, to be resolved by a person. */
    UNCERTAIN(Level.WARNING),
    /** Requests fail for another reason than their recipients. */
    FAILING(Level.WARNING);

    private final Level level;

    Cause(Level level) {
      this.level = level;
    }
  }

  /** Failures before that say nothing of now. */
  private static final Duration LATELY = Duration.ofMinutes(5);

  /** So many finished requests of a campaign say how it goes. */
  private static final long ENOUGH = 20;

  private static final double FAILING_SHARE = 0.2;

  /** A rate that differs by less was rounded. */
  private static final double SLOWER = 0.99;

  Attention {
    causes = Set.copyOf(causes);
  }

  /**
   * One workspace.
   *
   * @param waiting requests
   * @param allowedPerSecond null: nothing limits it
   * @param effectivePerSecond null: nothing slows it down
   * @param holds of it, its campaigns and templates
   * @param failures of it
   */
  record OfWorkspaceFacts(
      long waiting,
      int inFlight,
      WaitReason waitReason,
      @Nullable Double allowedPerSecond,
      @Nullable Double effectivePerSecond,
      List<OfHold> holds,
      List<OfFailure> failures) {}

  static Attention of(OfWorkspaceFacts facts, Instant now) {
    Set<Cause> causes = EnumSet.noneOf(Cause.class);
    for (OfHold hold : facts.holds()) {
      if (!isOperators(hold)) {
        causes.add(Cause.HELD);
      } else if (hold.scope() == Scope.WORKSPACE && facts.waiting() > 0) {
        causes.add(Cause.PAUSED);
      }
    }
    gate(facts.waitReason(), causes);
    if (facts.effectivePerSecond() != null
        && facts.effectivePerSecond() < SLOWER * orInfinite(facts.allowedPerSecond())) {
      causes.add(Cause.SLOWED);
    }
    facts.failures().stream()
        .filter(failure -> failure.lastAt().isAfter(now.minus(LATELY)))
        .forEach(failure -> failed(failure, causes));
    return of(causes, facts.waiting() > 0 || facts.inFlight() > 0);
  }

  /**
   * One campaign.
   *
   * @param hold of itself, or of its workspace while that keeps it waiting; null: none
   * @param workspaceWaits why its workspace does not send
   */
  record OfCampaignFacts(
      CampaignState state,
      long open,
      long accepted,
      long failed,
      long uncertain,
      @Nullable OfHold hold,
      WaitReason workspaceWaits) {}

  static Attention of(OfCampaignFacts facts) {
    Set<Cause> causes = EnumSet.noneOf(Cause.class);
    boolean waits = facts.open() > 0;
    if (facts.hold() != null && !isOperators(facts.hold())) {
      causes.add(Cause.HELD);
    } else if (waits && (facts.state() == CampaignState.PAUSED || facts.hold() != null)) {
      causes.add(Cause.PAUSED);
    }
    if (waits && facts.state() == CampaignState.RUNNING) {
      gate(facts.workspaceWaits(), causes);
    }
    long finished = facts.accepted() + facts.failed() + facts.uncertain();
    long notAccepted = facts.failed() + facts.uncertain();
    if (waits && finished >= ENOUGH && notAccepted > FAILING_SHARE * finished) {
      causes.add(Cause.FAILING);
    }
    return of(causes, waits);
  }

  private static Attention of(Set<Cause> causes, boolean works) {
    Level quiet = works ? Level.WORKING : Level.IDLE;
    Level level = causes.stream().map(cause -> cause.level).min(Enum::compareTo).orElse(quiet);
    return new Attention(level, causes);
  }

  private static void gate(WaitReason reason, Set<Cause> causes) {
    switch (reason) {
      case BREAKER_OPEN -> causes.add(Cause.BREAKER_OPEN);
      case OUTCOMES_BLOCKED -> causes.add(Cause.OUTCOMES_BLOCKED);
      case VENDOR_THROTTLED -> causes.add(Cause.VENDOR_THROTTLED);
      // Told by its hold.
      case WORKSPACE_HELD, CAMPAIGN_PAUSED, TEMPLATE_HELD -> {}
      case NONE, TOKENS, NOT_DUE, NO_PERMIT, RECIPIENT_BUSY -> {}
    }
  }

  private static void failed(OfFailure failure, Set<Cause> causes) {
    if (failure.status() == Status.UNCERTAIN) {
      causes.add(Cause.UNCERTAIN);
    } else if (failure.status() == Status.FAILED
        && failure.category() != FailureCategory.RECIPIENT) {
      causes.add(Cause.FAILING);
    }
  }

  private static boolean isOperators(OfHold hold) {
    return hold.reason().equals("OPERATOR");
  }

  private static double orInfinite(@Nullable Double perSecond) {
    return perSecond == null ? Double.POSITIVE_INFINITY : perSecond;
  }
}
