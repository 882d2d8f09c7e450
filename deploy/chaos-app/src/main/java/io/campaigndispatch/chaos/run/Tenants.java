package io.campaigndispatch.chaos.run;

import io.campaigndispatch.chaos.load.Ceiling;
import io.campaigndispatch.chaos.load.Fleet;
import io.campaigndispatch.chaos.load.SteadyLoad;
import io.campaigndispatch.chaos.plan.Plan;
import io.campaigndispatch.sandbox.wire.Vendor;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Who sends through an installation.
 *
 * @param yaml the workspaces file, given the vendors' addresses
 * @param environment the credentials
 * @param ceilings every limit there is
 * @param settings of the dispatchers besides topics of their own size, as arguments
 */
record Tenants(
    Function<Function<Vendor, URI>, String> yaml,
    Map<String, String> environment,
    List<Ceiling> ceilings,
    List<String> settings) {

  Tenants {
    environment = Map.copyOf(environment);
    ceilings = List.copyOf(ceilings);
    settings = List.copyOf(settings);
  }

  /** Those of a run in which things break; a session is over sooner than by default. */
  static Tenants ofChaos() {
    return new Tenants(
        Fleet::yaml,
        Fleet.environment(),
        Fleet.ceilings(),
        List.of(
            "--spring.kafka.consumer.properties.session.timeout.ms=" + Plan.SESSION.toMillis()));
  }

  /** Those of a steady load; everything is as it is by default. */
  static Tenants steady() {
    return new Tenants(
        SteadyLoad::yaml, SteadyLoad.environment(), SteadyLoad.ceilings(), List.of());
  }
}
