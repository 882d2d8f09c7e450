package io.campaigndispatch.chaos.plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Deals every card once before any a second time, in an order that chance decides. */
final class Deck<T> {

  private final List<T> cards;
  private final List<T> left = new ArrayList<>();
  private final Random random;

  Deck(List<T> cards, Random random) {
    this.cards = List.copyOf(cards);
    this.random = random;
  }

  T next() {
    if (left.isEmpty()) {
      left.addAll(cards);
      Collections.shuffle(left, random);
    }
    return left.removeLast();
  }
}
