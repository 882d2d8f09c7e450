package io.campaigndispatch.dispatcher.core;

import io.campaigndispatch.model.workspace.Directory;
import java.util.List;

/** What stands between the cores and their surroundings; only to break something on purpose. */
interface Tampering {

  Tampering NONE = new Tampering() {};

  /** What a core is told of the configuration. */
  default Directory told(Directory directory) {
    return directory;
  }

  /** What limits a core is told. */
  default CoreSettings told(CoreSettings settings) {
    return settings;
  }

  /** What a core is told. */
  default CoreEvent told(CoreEvent event) {
    return event;
  }

  /** What time it is told. */
  default Now told(Now now) {
    return now;
  }

  /** What becomes of its effects. */
  default List<Effect> done(List<Effect> effects) {
    return effects;
  }

  /** Whether Kafka refuses what an owner that is no more writes. */
  default boolean fences() {
    return true;
  }

  /** Whether Kafka refuses ownership to who is no longer in the group. */
  default boolean checksMembership() {
    return true;
  }

  /** What a new owner learns. */
  default Takeover learned(Takeover takeover) {
    return takeover;
  }
}
