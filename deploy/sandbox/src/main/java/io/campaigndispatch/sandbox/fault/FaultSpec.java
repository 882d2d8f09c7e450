package io.campaigndispatch.sandbox.fault;

import io.campaigndispatch.sandbox.wire.PhoneDigits;
import io.campaigndispatch.sandbox.wire.Vendor;
import org.jspecify.annotations.Nullable;

/**
 * A fault and the calls it hits.
 *
 * @param vendor only this vendor's calls, or null for all
 * @param workspace only this workspace's, or null for all
 * @param recipient only those to this number, compared by digits, or null for all
 * @param probability above 0, at most 1
 * @param count hits after which the rule is gone, at least 1; null for no end
 * @param fault what happens
 */
public record FaultSpec(
    @Nullable Vendor vendor,
    @Nullable String workspace,
    @Nullable String recipient,
    double probability,
    @Nullable Long count,
    Fault fault) {

  public FaultSpec {
    if (!(probability > 0 && probability <= 1)) {
      throw new IllegalArgumentException(
          "probability is " + probability + ", expected above 0 and at most 1");
    }
    if (count != null && count < 1) {
      throw new IllegalArgumentException("count is " + count + ", expected at least 1");
    }
    if (recipient != null) {
      recipient = PhoneDigits.of(recipient);
      if (recipient == null) {
        throw new IllegalArgumentException("recipient has no digits");
      }
    }
  }

  /** Every call, always, until removed. */
  public static FaultSpec always(Fault fault) {
    return new FaultSpec(null, null, null, 1, null, fault);
  }

  /** The same for one vendor's calls. */
  public FaultSpec at(Vendor only) {
    return new FaultSpec(only, workspace, recipient, probability, count, fault);
  }

  /** The same for one workspace's calls. */
  public FaultSpec in(String only) {
    return new FaultSpec(vendor, only, recipient, probability, count, fault);
  }

  /** The same for one number. */
  public FaultSpec to(String number) {
    return new FaultSpec(vendor, workspace, number, probability, count, fault);
  }

  /** The same, for so many hits. */
  public FaultSpec times(long hits) {
    return new FaultSpec(vendor, workspace, recipient, probability, hits, fault);
  }

  /** The same, with that probability. */
  public FaultSpec sometimes(double chance) {
    return new FaultSpec(vendor, workspace, recipient, chance, count, fault);
  }

  /** Without the number. */
  @Override
  public String toString() {
    return "FaultSpec[" + fault.type() + "]";
  }
}
