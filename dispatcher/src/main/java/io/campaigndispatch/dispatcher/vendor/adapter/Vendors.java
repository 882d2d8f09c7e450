package io.campaigndispatch.dispatcher.vendor.adapter;

import io.campaigndispatch.dispatcher.vendor.VendorAdapter;
import io.campaigndispatch.dispatcher.vendor.gateway.GatewayAdapter;
import io.campaigndispatch.dispatcher.vendor.platica.PlaticaAdapter;
import io.campaigndispatch.dispatcher.vendor.plazbot.PlazbotAdapter;
import io.campaigndispatch.model.workspace.VendorType;
import java.util.function.Consumer;

/** The adapters by vendor type. They hold no state, so one of each serves all threads. */
public final class Vendors {

  private final VendorAdapter plazbot = new PlazbotAdapter();
  private final VendorAdapter platica = new PlaticaAdapter();
  private final VendorAdapter gateway;

  /**
   * @param alerts told, in one line without recipients, of replies that contradict themselves; may
   *     be called on any thread that classifies
   */
  public Vendors(Consumer<String> alerts) {
    gateway = new GatewayAdapter(alerts);
  }

  /** The adapter that speaks this vendor's API. */
  public VendorAdapter adapter(VendorType type) {
    return switch (type) {
      case PLAZBOT -> plazbot;
      case PLATICA -> platica;
      case GATEWAY -> gateway;
    };
  }
}
