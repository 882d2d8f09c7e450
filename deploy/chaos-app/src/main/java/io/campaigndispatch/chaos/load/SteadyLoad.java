package io.campaigndispatch.chaos.load;

import io.campaigndispatch.model.send.OnUncertain;
import io.campaigndispatch.model.send.Priority;
import io.campaigndispatch.sandbox.wire.Vendor;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Many workspaces that publish all the time, evenly, until they are told to stop: some without a
 * throttle, some that use four fifths of theirs. Any thread may stop it; one thread iterates.
 */
public final class SteadyLoad implements Iterable<Planned> {

  /** Enough for every dispatcher to have several of them. */
  private static final int FREE = 24;

  private static final int THROTTLED = 6;
  private static final int RATE = 10;
  private static final Duration FREE_EVERY = Duration.ofMillis(500);
  private static final Duration THROTTLED_EVERY = Duration.ofMillis(125);
  private static final Duration STEP = Duration.ofMillis(25);
  private static final long FIRST_NUMBER = 5_215_500_000_000L;
  private static final String TOKEN = "CHAOS_TOKEN";

  private final Random random;
  private final List<Planned> free = new ArrayList<>();
  private volatile boolean stopped;

  /**
   * @param seed decides which requests are HOLD
   */
  public SteadyLoad(long seed) {
    random = new Random(seed);
  }

  /** What was planned of workspaces without a throttle; only once it was iterated to the end. */
  public List<Planned> free() {
    return List.copyOf(free);
  }

  /** Nothing is planned from now on. */
  public void stop() {
    stopped = true;
  }

  private static List<String> named(String prefix, int count) {
    return IntStream.range(0, count).mapToObj(n -> prefix + n).toList();
  }

  private static List<String> unthrottled() {
    return named("libre-", FREE);
  }

  private static List<String> throttled() {
    return named("medida-", THROTTLED);
  }

  /** Every limit there is. */
  public static List<Ceiling> ceilings() {
    return throttled().stream().map(id -> new Ceiling(id, Set.of(id), RATE, 1)).toList();
  }

  /** What a dispatcher's environment must hold: the credential. */
  public static Map<String, String> environment() {
    return Map.of(TOKEN, "token-of-the-load");
  }

  /** The workspaces file. */
  public static String yaml(Function<Vendor, URI> baseUrl) {
    StringBuilder yaml = new StringBuilder("vendors:\n");
    yaml.append(
        "  - { id: plazbot, type: plazbot, base-url: \"%s\" }%n"
            .formatted(baseUrl.apply(Vendor.PLAZBOT)));
    yaml.append("workspaces:\n");
    for (String id : unthrottled()) {
      yaml.append("  - { id: %s, vendor: plazbot, credential: \"env:%s\" }%n".formatted(id, TOKEN));
    }
    for (String id : throttled()) {
      yaml.append(
          "  - { id: %s, vendor: plazbot, credential: \"env:%s\", throttle: [ { rate: %d, per: 1s, burst: 1 } ] }%n"
              .formatted(id, TOKEN, RATE));
    }
    return yaml.toString();
  }

  @Override
  public Iterator<Planned> iterator() {
    return new Iterator<>() {
      private final List<Planned> step = new ArrayList<>();
      private Duration at = Duration.ZERO;
      private int last;

      @Override
      public boolean hasNext() {
        while (step.isEmpty() && !stopped) {
          plan(unthrottled(), FREE_EVERY);
          free.addAll(step);
          plan(throttled(), THROTTLED_EVERY);
          at = at.plus(STEP);
        }
        return !step.isEmpty();
      }

      /** Of workspaces that take turns within their time, those whose turn it is. */
      private void plan(List<String> ids, Duration every) {
        for (int n = 0; n < ids.size(); n++) {
          long phase = every.toMillis() * n / ids.size() / STEP.toMillis() * STEP.toMillis();
          if (at.toMillis() % every.toMillis() == phase) {
            step.add(planned(ids.get(n)));
          }
        }
      }

      private Planned planned(String workspace) {
        int number = last++;
        return new Planned(
            at,
            Kind.ORDINARY,
            workspace,
            Form.TEXT,
            "steady-" + number,
            Long.toString(FIRST_NUMBER + number),
            random.nextBoolean() ? OnUncertain.HOLD : OnUncertain.RESEND,
            Priority.NORMAL,
            null);
      }

      @Override
      public Planned next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        return step.removeFirst();
      }
    };
  }
}
