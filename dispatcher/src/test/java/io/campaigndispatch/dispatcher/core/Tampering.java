package io.campaigndispatch.dispatcher.core;

import io.campaigndispatch.model.workspace.Directory;
import java.util.List;
import java.util.function.UnaryOperator;

/** What stands between the cores and their surroundings; only to break something on purpose. */
final class Tampering {

  static final Tampering NONE = new Tampering();

  private UnaryOperator<CoreSettings> settings = UnaryOperator.identity();
  private UnaryOperator<Directory> directory = UnaryOperator.identity();
  private UnaryOperator<CoreEvent> event = UnaryOperator.identity();
  private UnaryOperator<Now> now = UnaryOperator.identity();
  private UnaryOperator<List<Effect>> effects = UnaryOperator.identity();
  private UnaryOperator<Takeover> takeover = UnaryOperator.identity();
  private boolean fences = true;
  private boolean checksMembership = true;
  private boolean asksGroup = true;
  private boolean awaitsMarkers = true;

  private Tampering() {}

  static Tampering withSettings(UnaryOperator<CoreSettings> change) {
    Tampering tampering = new Tampering();
    tampering.settings = change;
    return tampering;
  }

  static Tampering withDirectory(UnaryOperator<Directory> change) {
    Tampering tampering = new Tampering();
    tampering.directory = change;
    return tampering;
  }

  static Tampering withEvents(UnaryOperator<CoreEvent> change) {
    Tampering tampering = new Tampering();
    tampering.event = change;
    return tampering;
  }

  static Tampering withTime(UnaryOperator<Now> change) {
    Tampering tampering = new Tampering();
    tampering.now = change;
    return tampering;
  }

  static Tampering withEffects(UnaryOperator<List<Effect>> change) {
    Tampering tampering = new Tampering();
    tampering.effects = change;
    return tampering;
  }

  static Tampering withTakeovers(UnaryOperator<Takeover> change) {
    Tampering tampering = new Tampering();
    tampering.takeover = change;
    return tampering;
  }

  /** Kafka takes what an owner writes that was fenced. */
  static Tampering withoutFences() {
    Tampering tampering = new Tampering();
    tampering.fences = false;
    return tampering;
  }

  /** Kafka lets a process take ownership that is no longer in the group. */
  static Tampering withoutMembership() {
    Tampering tampering = new Tampering();
    tampering.checksMembership = false;
    return tampering;
  }

  /** A core that stood still is told that its membership is confirmed, whatever the group says. */
  static Tampering withoutConfirmation() {
    Tampering tampering = new Tampering();
    tampering.asksGroup = false;
    return tampering;
  }

  /** A core is told that what it never calls twice is in the journal before it is. */
  static Tampering withoutAwaitingMarkers() {
    Tampering tampering =
        withEvents(
            event ->
                event instanceof CoreEvent.Written(var writes, var ends, var places)
                    ? new CoreEvent.Written(
                        writes.stream().filter(one -> !(one instanceof Write.Started)).toList(),
                        ends,
                        places)
                    : event);
    tampering.awaitsMarkers = false;
    return tampering;
  }

  /** What limits a core is told. */
  CoreSettings told(CoreSettings real) {
    return settings.apply(real);
  }

  /** What a core is told of the configuration. */
  Directory told(Directory real) {
    return directory.apply(real);
  }

  /** What a core is told. */
  CoreEvent told(CoreEvent real) {
    return event.apply(real);
  }

  /** What time it is told. */
  Now told(Now real) {
    return now.apply(real);
  }

  /** What becomes of its effects. */
  List<Effect> done(List<Effect> decided) {
    return effects.apply(decided);
  }

  /** What a new owner learns. */
  Takeover learned(Takeover real) {
    return takeover.apply(real);
  }

  boolean fences() {
    return fences;
  }

  boolean checksMembership() {
    return checksMembership;
  }

  boolean asksGroup() {
    return asksGroup;
  }

  boolean awaitsMarkers() {
    return awaitsMarkers;
  }
}
