package io.campaigndispatch.dispatcher.admin;

import io.campaigndispatch.dispatcher.admin.Attention.Cause;
import io.campaigndispatch.dispatcher.admin.Attention.Level;
import io.campaigndispatch.dispatcher.admin.BoardSlice.Only;
import io.campaigndispatch.dispatcher.admin.FleetApi.CampaignAnswer;
import io.campaigndispatch.dispatcher.admin.FleetApi.WorkspaceAnswer;
import io.campaigndispatch.dispatcher.admin.WorkerStatus.OfFailure;
import io.campaigndispatch.dispatcher.core.WaitReason;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What the admin page shows: the fleet in few figures, and pages of what it consists of. */
@RestController
class BoardApi {

  private static final String FIRST = "0";
  private static final String A_PAGE = "50";

  private final Supplier<Board> boards;

  BoardApi(Supplier<Board> boards) {
    this.boards = boards;
  }

  /**
   * @param at when the worker that answers looked at itself; much before now: it hangs
   * @param workers heard lately
   * @param workspaces how many there are of each level
   */
  record FleetAnswer(
      Instant at,
      Instant now,
      int workers,
      Map<Level, Long> workspaces,
      Map<Level, Long> campaigns,
      long waiting,
      long inFlight,
      double achievedPerSecond) {}

  /**
   * A part of a list.
   *
   * @param total without any filter
   * @param matching with them
   */
  record PageAnswer<T>(
      Instant at, Instant now, int total, int matching, int offset, List<T> items) {

    static <R, T> PageAnswer<T> of(Board board, BoardSlice<R> slice, Stream<T> items) {
      return new PageAnswer<>(
          board.at(), board.now(), slice.total(), slice.matching(), slice.offset(), items.toList());
    }
  }

  /**
   * @param effectivePerSecond what it may send while its vendor slows it down; null: nothing does
   * @param notDue how many of those that wait do so for their time
   */
  record WorkspaceRowAnswer(
      WorkspaceAnswer workspace,
      Level level,
      Set<Cause> causes,
      List<LimitAnswer> limits,
      @Nullable Double effectivePerSecond,
      long notDue,
      @Nullable Long etaSeconds,
      @Nullable WaitReason etaBlockedBy,
      List<OfFailure> failures) {

    static WorkspaceRowAnswer of(WorkspaceRow row) {
      var known = row.known();
      return new WorkspaceRowAnswer(
          WorkspaceAnswer.of(row),
          row.attention().level(),
          new TreeSet<>(row.attention().causes()),
          row.limits().stream().map(LimitAnswer::of).toList(),
          known == null ? null : known.effectivePerSecond(),
          known == null ? 0 : known.notDue(),
          row.eta().seconds(),
          row.eta().blockedBy(),
          row.failures());
    }
  }

  /**
   * @param perSeconds may be a fraction
   * @param group that shares it; null: its own
   */
  record LimitAnswer(long rate, double perSeconds, long burst, @Nullable String group) {
    static LimitAnswer of(WorkspaceRow.Limit limit) {
      return new LimitAnswer(
          limit.bandwidth().rate(),
          limit.bandwidth().per().toNanos() / 1e9,
          limit.bandwidth().burst(),
          limit.group());
    }
  }

  /** One campaign. */
  record CampaignRowAnswer(
      CampaignAnswer campaign, Level level, Set<Cause> causes, @Nullable WaitReason etaBlockedBy) {

    static CampaignRowAnswer of(CampaignRow row) {
      return new CampaignRowAnswer(
          CampaignAnswer.of(row),
          row.attention().level(),
          new TreeSet<>(row.attention().causes()),
          row.eta().blockedBy());
    }
  }

  /** How workspaces can be sorted. */
  enum WorkspaceOrder {
    ATTENTION(null),
    ID(Comparator.comparing(row -> row.workspace().id())),
    WAITING(Comparator.comparingLong(WorkspaceRow::waiting).reversed()),
    RATE(Comparator.comparingDouble(WorkspaceRow::perSecond).reversed());

    private final @Nullable Comparator<WorkspaceRow> comparator;

    WorkspaceOrder(@Nullable Comparator<WorkspaceRow> comparator) {
      this.comparator = comparator;
    }
  }

  /** How campaigns can be sorted. */
  enum CampaignOrdering {
    ATTENTION(null),
    ID(Comparator.comparing(row -> row.key().toString())),
    WAITING(Comparator.comparingLong((CampaignRow row) -> row.counts().open()).reversed()),
    RATE(Comparator.comparingDouble((CampaignRow row) -> row.counts().perSecond()).reversed());

    private final @Nullable Comparator<CampaignRow> comparator;

    CampaignOrdering(@Nullable Comparator<CampaignRow> comparator) {
      this.comparator = comparator;
    }
  }

  @GetMapping("/api/fleet")
  FleetAnswer fleet() {
    Board board = boards.get();
    List<WorkspaceRow> rows = board.workspaces();
    return new FleetAnswer(
        board.at(),
        board.now(),
        board.workers(),
        counted(rows.stream().map(row -> row.attention().level())),
        counted(board.campaigns().stream().map(row -> row.attention().level())),
        rows.stream().mapToLong(WorkspaceRow::waiting).sum(),
        rows.stream().mapToLong(WorkspaceRow::inFlight).sum(),
        rows.stream().mapToDouble(WorkspaceRow::perSecond).sum());
  }

  /**
   * @param find a part of an id or of a vendor's
   */
  @GetMapping("/api/fleet/workspaces")
  PageAnswer<WorkspaceRowAnswer> workspaces(
      @RequestParam(defaultValue = "") String find,
      @RequestParam(defaultValue = "ALL") Only only,
      @RequestParam(defaultValue = "ATTENTION") WorkspaceOrder sort,
      @RequestParam(defaultValue = FIRST) int offset,
      @RequestParam(defaultValue = A_PAGE) int limit) {
    Board board = boards.get();
    BoardSlice<WorkspaceRow> slice =
        BoardSlice.of(
            board.workspaces(),
            row ->
                only.matches(row.attention().level())
                    && (BoardSlice.contains(row.workspace().id(), find)
                        || BoardSlice.contains(row.workspace().vendorId(), find)),
            sort.comparator,
            BoardSlice.Range.of(offset, limit));
    return PageAnswer.of(board, slice, slice.items().stream().map(WorkspaceRowAnswer::of));
  }

  /**
   * @param workspace only of this one; empty: of all
   * @param find a part of an id or of a workspace's
   */
  @GetMapping("/api/fleet/campaigns")
  PageAnswer<CampaignRowAnswer> campaigns(
      @RequestParam(defaultValue = "") String workspace,
      @RequestParam(defaultValue = "") String find,
      @RequestParam(defaultValue = "ALL") Only only,
      @RequestParam(defaultValue = "ATTENTION") CampaignOrdering sort,
      @RequestParam(defaultValue = FIRST) int offset,
      @RequestParam(defaultValue = A_PAGE) int limit) {
    Board board = boards.get();
    BoardSlice<CampaignRow> slice =
        BoardSlice.of(
            board.campaigns(),
            row ->
                only.matches(row.attention().level())
                    && (workspace.isEmpty() || row.key().workspaceId().equals(workspace))
                    && (BoardSlice.contains(row.key().campaignId(), find)
                        || BoardSlice.contains(row.key().workspaceId(), find)),
            sort.comparator,
            BoardSlice.Range.of(offset, limit));
    return PageAnswer.of(board, slice, slice.items().stream().map(CampaignRowAnswer::of));
  }

  /**
   * @param workspace only of this one; empty: of all
   * @param find a part of a workspace's or campaign's id, of a code or a message
   */
  @GetMapping("/api/fleet/failures")
  PageAnswer<OfFailure> failures(
      @RequestParam(defaultValue = "") String workspace,
      @RequestParam(defaultValue = "") String find,
      @RequestParam(defaultValue = FIRST) int offset,
      @RequestParam(defaultValue = A_PAGE) int limit) {
    Board board = boards.get();
    BoardSlice<OfFailure> slice =
        BoardSlice.of(
            board.failures(),
            failure ->
                (workspace.isEmpty() || failure.workspaceId().equals(workspace))
                    && Stream.of(
                            failure.workspaceId(),
                            failure.campaignId() == null ? "" : failure.campaignId(),
                            failure.code(),
                            failure.message())
                        .anyMatch(text -> BoardSlice.contains(text, find)),
            null,
            BoardSlice.Range.of(offset, limit));
    return PageAnswer.of(board, slice, slice.items().stream());
  }

  private static Map<Level, Long> counted(Stream<Level> levels) {
    Map<Level, Long> counted = new EnumMap<>(Level.class);
    for (Level level : Level.values()) {
      counted.put(level, 0L);
    }
    levels.forEach(level -> counted.merge(level, 1L, Long::sum));
    return counted;
  }
}
