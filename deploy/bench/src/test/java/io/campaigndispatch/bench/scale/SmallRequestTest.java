package io.campaigndispatch.bench.scale;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SmallRequestTest {

  @Test
  void request_isAbout200Bytes() {
    assertThat(SmallRequest.of(0, Workspaces.key(Workspaces.id(0)))).hasSizeBetween(190, 210);
  }

  @Test
  void request_carriesItsNumberAndItsWorkspace() {
    byte[] request = SmallRequest.of(12_345_678_901L, Workspaces.key(Workspaces.PROBE));

    assertThat(BareReader.parse(request))
        .isEqualTo(
            new BareReader.Fields(
                "r-012345678901", Workspaces.PROBE, "+5215545678901", "order_shipped"));
  }

  @Test
  void workspaces_areScatteredEvenly() {
    Workspaces workspaces = new Workspaces(100, true);
    int[] requests = new int[100];
    LongStream.range(0, 100_000).forEach(n -> requests[workspaces.of(n)]++);

    assertThat(IntStream.of(requests).boxed()).allSatisfy(r -> assertThat(r).isBetween(800, 1_200));
  }
}
