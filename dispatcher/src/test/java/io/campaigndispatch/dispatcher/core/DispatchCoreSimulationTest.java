package io.campaigndispatch.dispatcher.core;

import org.junit.jupiter.api.Test;

class DispatchCoreSimulationTest {
  private static final int HISTORIES = Integer.getInteger("simulation.histories", 300);

  @Test
  void everyHistory_keepsTheInvariants() {
    Faults faults = new Faults();
    Long only = Long.getLong("simulation.seed");
    long from = only == null ? 1 : only;
    int failed = 0;
    for (long one = from; one < from + (only == null ? HISTORIES : 1); one++) {
      Simulation s = new Simulation(History.of(one), Tampering.NONE);
      try {
        s.run();
      } catch (AssertionError | RuntimeException e) {
        if (only != null) throw e;
        System.out.println(one + " " + String.valueOf(e).lines().findFirst().orElse("").substring(0, Math.min(300, String.valueOf(e).lines().findFirst().orElse("").length())));
        if (++failed > 10) throw e;
      }
      faults.addAll(s.faults());
    }
    System.out.println(faults);
  }
}
