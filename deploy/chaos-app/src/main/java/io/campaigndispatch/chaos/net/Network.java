package io.campaigndispatch.chaos.net;

import io.campaigndispatch.chaos.plan.Weather;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Everything between one dispatcher and the brokers: a link to each, under one weather. */
public final class Network implements AutoCloseable {

  private final Gate gate = new Gate();
  private final List<Link> links = new ArrayList<>();

  /**
   * @param targets the port of each broker's listener for this dispatcher
   */
  public Network(List<Integer> targets) throws IOException {
    for (int target : targets) {
      links.add(new Link(gate, target));
    }
  }

  /** What the dispatcher connects to, by broker. */
  public List<Integer> ports() {
    return links.stream().map(Link::port).toList();
  }

  /** From now on. */
  public void set(Weather weather) {
    gate.set(weather);
    if (weather == Weather.CLOSED) {
      links.forEach(Link::resetAll);
    }
  }

  @Override
  public void close() throws IOException {
    gate.set(Weather.CLEAR);
    for (Link link : links) {
      link.close();
    }
  }
}
