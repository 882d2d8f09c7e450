package io.campaigndispatch.dispatcher.app;

import io.campaigndispatch.model.workspace.Directory;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How many connections the transport may open to each vendor: as many calls as the core has ever
 * been allowed to have in flight there, so that a limit that is lowered refuses none of those that
 * were started under the old one. From any thread.
 */
final class VendorConnections {

  private static final int OTHERS = 8;

  private final Map<String, Integer> most = new ConcurrentHashMap<>();

  VendorConnections(Directory directory) {
    use(directory);
  }

  /** To be told before the core is. */
  void use(Directory directory) {
    directory
        .vendors()
        .values()
        .forEach(vendor -> most.merge(vendor.id(), vendor.maxInFlight(), Math::max));
  }

  /**
   * @param vendorId may also name the catalogue of one
   */
  int of(String vendorId) {
    return most.getOrDefault(vendorId, OTHERS);
  }
}
