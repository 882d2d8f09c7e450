package io.campaigndispatch.dispatcher.flow;

import static io.campaigndispatch.dispatcher.core.WorkspaceSample.workspace;
import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.dispatcher.core.Samples;
import io.campaigndispatch.dispatcher.throttle.Throttles;
import io.campaigndispatch.model.workspace.Workspace;
import io.github.bucket4j.TimeMeter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimersTest {

  private final Timers timers = new Timers();
  private final List<String> ran = new ArrayList<>();

  @Test
  void due_runInTheirOrder_equalOnesAsTheyWereSet() {
    timers.at(20, _ -> ran.add("later"));
    timers.at(10, _ -> ran.add("first"));
    timers.at(10, _ -> ran.add("second"));
    timers.at(21, _ -> ran.add("not yet"));

    timers.run(20);
    assertThat(ran).containsExactly("first", "second", "later");
  }

  @Test
  void task_isToldTheTimeItWasSetFor() {
    timers.at(-10, at -> ran.add("at " + at));

    timers.run(5);
    assertThat(ran).containsExactly("at -10");
  }

  @Test
  void whatATaskSetsForNow_runsToo() {
    timers.at(10, at -> timers.at(at, _ -> ran.add("again")));

    timers.run(10);
    assertThat(ran).containsExactly("again");
  }

  @Test
  void next_isTheEarliest() {
    assertThat(timers.nextNanos()).isEqualTo(Long.MAX_VALUE);
    timers.at(20, _ -> {});
    timers.at(10, _ -> {});

    assertThat(timers.nextNanos()).isEqualTo(10);
  }

  @Test
  void closedQueues_leaveNothingBehind() {
    WorkspaceQueue open = queue();
    WorkspaceQueue closed = queue();
    timers.at(10, closed, _ -> ran.add("closed"));
    timers.at(20, open, _ -> ran.add("open"));
    closed.close();
    timers.at(11, closed, _ -> ran.add("closed before"));
    timers.forgetClosed();

    assertThat(timers.nextNanos()).isEqualTo(20);
    timers.run(100);
    assertThat(ran).containsExactly("open");
  }

  private static WorkspaceQueue queue() {
    Workspace acme = workspace("acme").build();
    Throttles throttles = new Throttles(TimeMeter.SYSTEM_NANOTIME, Samples.directory(acme), _ -> 0);
    return new WorkspaceQueue(
        acme,
        throttles.of(acme),
        new Lane(Samples.vendor()),
        new ReadAhead(),
        _ -> {},
        new WorkspaceHolds());
  }
}
