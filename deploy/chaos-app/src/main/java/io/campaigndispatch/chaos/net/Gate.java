package io.campaigndispatch.chaos.net;

import io.campaigndispatch.chaos.plan.Weather;

/** The weather on one dispatcher's links; the threads that carry bytes wait here for it. */
final class Gate {

  private static final long SLOW_MILLIS = 400;

  private Weather weather = Weather.CLEAR;

  synchronized void set(Weather newWeather) {
    weather = newWeather;
    notifyAll();
  }

  synchronized Weather weather() {
    return weather;
  }

  /**
   * Lets bytes pass as soon as they may.
   *
   * @param answer whether they come from the broker
   */
  synchronized void pass(boolean answer) throws InterruptedException {
    if (weather == Weather.SLOW) {
      wait(SLOW_MILLIS);
    }
    while (weather == Weather.CUT || (answer && weather == Weather.DEAF)) {
      wait();
    }
  }
}
