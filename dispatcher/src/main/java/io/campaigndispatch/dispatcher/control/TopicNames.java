package io.campaigndispatch.dispatcher.control;

import java.util.List;

/** The topics that the dispatcher works with, by their full names. */
public record TopicNames(String requests, String outcomes, String deadLetters, String journal) {

  List<String> all() {
    return List.of(requests, outcomes, deadLetters, journal);
  }
}
