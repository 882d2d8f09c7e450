package io.campaigndispatch.dispatcher.throttle;

import io.campaigndispatch.dispatcher.throttle.BucketLevel.Owner;
import io.campaigndispatch.model.workspace.Bandwidth;
import io.campaigndispatch.model.workspace.Directory;
import io.campaigndispatch.model.workspace.Workspace;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/**
 * What workspaces may send by configuration alone, for those who show it; immutable. Of what
 * several share each has the part at its home partition, which it may use up alone: what the others
 * there take of it is not foreseen.
 */
public final class AllowedRates {

  private final Map<String, Double> perSecond = new HashMap<>();

  /**
   * @param homeOf workspace id to home partition
   */
  public AllowedRates(Directory directory, ToIntFunction<String> homeOf) {
    Ceilings ceilings = new Ceilings(directory, homeOf);
    for (Workspace workspace : directory.workspaces().values()) {
      double least = least(workspace.throttle());
      for (Owner ceiling : ceilings.over(workspace)) {
        least = Math.min(least, least(ceilings.part(ceiling, homeOf.applyAsInt(workspace.id()))));
      }
      perSecond.put(workspace.id(), least);
    }
  }

  private static double least(List<Bandwidth> bandwidths) {
    return bandwidths.stream()
        .mapToDouble(Bandwidth::perSecond)
        .min()
        .orElse(Double.POSITIVE_INFINITY);
  }

  /** The smallest rate over it; infinite when there is none, 0 when it is not configured. */
  public double perSecond(String workspaceId) {
    return perSecond.getOrDefault(workspaceId, 0.0);
  }
}
