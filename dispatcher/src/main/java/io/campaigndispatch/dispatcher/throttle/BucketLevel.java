package io.campaigndispatch.dispatcher.throttle;

import io.campaigndispatch.model.workspace.Bandwidth;
import java.util.List;

/**
 * What the buckets of one owner held at one moment: what the next worker continues from.
 *
 * @param tokens one per bandwidth, in the configuration's order; empty for a workspace without a
 *     throttle of its own
 * @param pressure {@link Pressure#NONE} for what is shared
 */
public record BucketLevel(Owner owner, List<Tokens> tokens, Pressure pressure) {

  public BucketLevel {
    tokens = List.copyOf(tokens);
  }

  /**
   * Whose buckets they are: one workspace's, or a home partition's part of what several share.
   *
   * @param id of the workspace or the throttle group; of a Platica key its vendor and where the
   *     credential is, never the credential
   */
  public record Owner(Kind kind, String id) {}

  public enum Kind {
    WORKSPACE,
    GROUP,
    PLATICA_KEY
  }

  /**
   * One bucket's tokens and the bandwidth they were earned under.
   *
   * @param millionths of a token, 0 to burst · 1,000,000; a fraction is a minute's work at one a
   *     minute
   */
  public record Tokens(Bandwidth bandwidth, long millionths) {

    public static final long ONE = 1_000_000;

    public Tokens {
      if (millionths < 0 || millionths > most(bandwidth)) {
        throw new IllegalArgumentException(
            "millionths: expected 0 to " + most(bandwidth) + ", received " + millionths);
      }
    }

    static Tokens full(Bandwidth bandwidth) {
      return new Tokens(bandwidth, most(bandwidth));
    }

    /** The same tokens as far as another bandwidth's burst allows them. */
    Tokens under(Bandwidth other) {
      return new Tokens(other, Math.min(millionths, most(other)));
    }

    private static long most(Bandwidth bandwidth) {
      return Math.min(bandwidth.burst(), Long.MAX_VALUE / ONE) * ONE;
    }
  }

  /**
   * How hard the vendor pushed back on the workspace.
   *
   * @param factor the part of its rate it was allowed, in 640ths (a tenth and a sixteenth are whole
   *     numbers of them), 40 to 640
   * @param heldNanos how long it still holds, at least 0
   * @param regainNanos until the next tenth is regained, at least 0
   * @param holdsInARow without a call accepted in between, at least 0
   * @param observedPerSecond what its temporary bandwidth was made from; 0 when it has none
   */
  public record Pressure(
      int factor, long heldNanos, long regainNanos, int holdsInARow, long observedPerSecond) {

    public static final Pressure NONE = new Pressure(AdaptiveRate.WHOLE, 0, 0, 0, 0);

    public Pressure {
      if (factor < AdaptiveRate.LEAST || factor > AdaptiveRate.WHOLE) {
        throw new IllegalArgumentException("factor: expected 40 to 640, received " + factor);
      }
      if (heldNanos < 0 || regainNanos < 0 || holdsInARow < 0 || observedPerSecond < 0) {
        throw new IllegalArgumentException(
            "pressure: expected nothing below 0, received "
                + List.of(heldNanos, regainNanos, holdsInARow, observedPerSecond));
      }
    }
  }
}
