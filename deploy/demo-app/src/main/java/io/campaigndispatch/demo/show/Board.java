package io.campaigndispatch.demo.show;

import io.campaigndispatch.demo.scenario.Fleet;
import io.campaigndispatch.demo.scenario.Member;
import io.campaigndispatch.model.outcome.Status;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How far each workspace is. Owned by one thread; time is passed in. */
public final class Board {

  /** Stands for workspaces that are not configured. */
  static final String OTHERS = "(unknown)";

  private final Map<String, Line> lines = new LinkedHashMap<>();

  /**
   * One workspace, or several together.
   *
   * @param failed ended FAILED or UNCERTAIN
   * @param perSecond achieved of late
   * @param allowedPerSecond infinite for no limit
   * @param etaSeconds null when it cannot be told
   */
  public record Row(
      String name,
      String vendor,
      long done,
      long total,
      long failed,
      double perSecond,
      double allowedPerSecond,
      @Nullable Long etaSeconds) {}

  private static final class Line {
    private final String vendor;
    private final double allowed;
    private final Rate rate = new Rate();
    private long total;
    private long done;
    private long failed;

    private Line(String vendor, double allowed, long total) {
      this.vendor = vendor;
      this.allowed = allowed;
      this.total = total;
    }
  }

  /** With the fleet's shares as totals. */
  public Board(Fleet fleet) {
    for (Member member : fleet.members()) {
      lines.put(
          member.id(),
          new Line(member.vendor().id(), fleet.allowedPerSecond(member), member.messages()));
    }
    lines.put(OTHERS, new Line("none", Double.POSITIVE_INFINITY, 0));
  }

  /** Takes how many final outcomes there will really be. */
  public void expect(Map<String, Long> totals) {
    lines.values().forEach(line -> line.total = 0);
    totals.forEach((workspace, total) -> line(workspace).total += total);
  }

  /** A request has ended. */
  public void ended(String workspaceId, Status status) {
    Line line = line(workspaceId);
    line.done++;
    if (status == Status.FAILED || status == Status.UNCERTAIN) {
      line.failed++;
    }
  }

  private Line line(String workspaceId) {
    Line line = lines.get(workspaceId);
    return line != null ? line : lines.getOrDefault(OTHERS, new Line("none", 0, 0));
  }

  /** Measures the rates up to now. */
  public void sample(long nanos) {
    lines.values().forEach(line -> line.rate.sample(nanos, line.done));
  }

  /** One per workspace that has something to do. */
  public List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    lines.forEach(
        (name, line) -> {
          if (line.total > 0 || line.done > 0) {
            rows.add(row(name, line));
          }
        });
    return rows;
  }

  private static Row row(String name, Line line) {
    double perSecond = line.rate.perSecond();
    return new Row(
        name,
        line.vendor,
        line.done,
        line.total,
        line.failed,
        perSecond,
        line.allowed,
        Eta.seconds(line.total - line.done, perSecond));
  }

  /**
   * Several rows as one; it takes as long as the slowest, and as long as one of them is unknown.
   */
  static Row sum(String name, List<Row> rows) {
    Long eta = 0L;
    for (Row row : rows) {
      Long its = row.etaSeconds();
      eta = eta == null || its == null ? null : Math.max(eta, its);
    }
    return new Row(
        name,
        "",
        rows.stream().mapToLong(Row::done).sum(),
        rows.stream().mapToLong(Row::total).sum(),
        rows.stream().mapToLong(Row::failed).sum(),
        rows.stream().mapToDouble(Row::perSecond).sum(),
        rows.stream().mapToDouble(Row::allowedPerSecond).sum(),
        eta);
  }

  /** All of them. */
  public Row total() {
    return sum("all", rows());
  }
}
