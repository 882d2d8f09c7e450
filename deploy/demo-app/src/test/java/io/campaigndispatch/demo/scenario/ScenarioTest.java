package io.campaigndispatch.demo.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The campaign that is sent. */
class ScenarioTest {

  private static final int MESSAGES = 2_000;
  private static final Scenario SCENARIO = new Scenario(Fleets.of(12, MESSAGES), 1);

  private final List<Message> messages = messages(SCENARIO);

  @Test
  void everyKind_occurs() {
    Set<Kind> kinds =
        messages.stream()
            .map(Message::kind)
            .collect(Collectors.toCollection(() -> EnumSet.noneOf(Kind.class)));

    assertThat(kinds).containsExactlyInAnyOrder(Kind.values());
  }

  @Test
  void everyKind_occursInTheSmallestFleetToo() {
    assertThat(messages(new Scenario(Fleets.of(Fleet.FEWEST, 300), 3)))
        .extracting(Message::kind)
        .contains(Kind.values());
  }

  @Test
  void requests_areAsManyAsAskedFor() {
    assertThat(messages.stream().mapToInt(message -> message.expected().size()).sum())
        .isEqualTo(MESSAGES);
  }

  @Test
  void oneInAHundred_goesWrong() {
    List<Message> many = messages(new Scenario(Fleets.of(60, 20_000), 1));

    assertThat(many.stream().filter(message -> !message.kind().isOrdinary()).count())
        .isBetween(180L, 260L);
  }

  @Test
  void sameSeed_makesTheSameCampaign() {
    List<Message> again = messages(new Scenario(Fleets.of(12, MESSAGES), 1));

    assertThat(again)
        .extracting(Message::expected)
        .isEqualTo(messages.stream().map(Message::expected).toList());
    assertThat(Arrays.equals(again.getLast().value(), messages.getLast().value())).isTrue();
  }

  @Test
  void addressees_areUniqueInTheirWorkspace() {
    List<String> addressees =
        messages.stream()
            .flatMap(message -> message.expected().stream())
            .filter(expected -> expected.addressee() != null)
            .map(expected -> expected.workspaceId() + " " + expected.addressee())
            .toList();

    assertThat(addressees).doesNotHaveDuplicates();
  }

  @Test
  void repetition_followsTheRequestItRepeats() {
    for (int i = 0; i < messages.size(); i++) {
      Message message = messages.get(i);
      if (message.kind() == Kind.DUPLICATE) {
        Expected first = messages.get(i - 1).expected().getFirst();
        assertThat(message.expected().getFirst().requestId()).isEqualTo(first.requestId());
      }
    }
  }

  @Test
  void head_isOrdinaryAndOfEveryVendor() {
    List<Message> head = messages.subList(0, SCENARIO.head());

    assertThat(head).allMatch(message -> message.kind().isOrdinary());
    assertThat(head)
        .extracting(message -> SCENARIO.fleet().member(String.valueOf(message.key())).vendor())
        .contains(Vendor.values());
  }

  private static List<Message> messages(Scenario scenario) {
    List<Message> messages = new ArrayList<>();
    scenario.forEach(messages::add);
    return messages;
  }
}
