package io.campaigndispatch.bench.stub;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

class LedgerTest {
  private final Ledger ledger = new Ledger();

  private void arrive(long now, String workspace, String recipient) {
    String head = "POST /api HTTP/1.1\r\nHost: a\r\nX-Workspace-Id: " + workspace + "\r\n";
    String body = "{\"template\":\"t\",\"destination\":\"" + recipient + "\"}";
    ledger.arrived(now, head, Unpooled.copiedBuffer(head + "\r\n" + body, US_ASCII));
  }

  @Test
  void calls_areListedFromTheOneAskedFor() {
    arrive(10, "a", "521550001");
    arrive(20, "b", "521550002");
    arrive(30, "a", "521550003");

    assertThat(ledger.page("GET /calls?from=1 HTTP/1.1"))
        .isEqualTo("20 20 b 521550002\n30 30 a 521550003\n");
    assertThat(ledger.page("GET /calls?from=3 HTTP/1.1")).isEmpty();
  }

  @Test
  void page_endsWhereItIsFull() {
    for (int n = 0; n <= Ledger.PAGE; n++) {
      arrive(n, "a", "1");
    }

    assertThat(ledger.page("GET /calls?from=0 HTTP/1.1").lines()).hasSize(Ledger.PAGE);
    assertThat(ledger.page("GET /calls?from=10000 HTTP/1.1")).isEqualTo("10000 10000 a 1\n");
  }

  @Test
  void busyTime_addsUpOverTheCallsUnderWay() {
    arrive(100, "a", "1");
    arrive(110, "a", "2");
    ledger.answered(130);
    ledger.answered(150);

    assertThat(ledger.busy(200)).isEqualTo("200 70 0");
    assertThat(new Busy(200, 70, 0).atOnceSince(new Busy(100, 0, 0))).isEqualTo(0.7);
  }

  @Test
  void callReadAfterAStall_mayHaveComeSinceTheLastTick() {
    long stalled = 500 + 5 * Ledger.TICK_NANOS;
    ledger.tick(500);
    arrive(stalled, "a", "1");
    arrive(stalled + 1, "a", "2");
    ledger.tick(stalled + 2);
    arrive(stalled + 3, "a", "3");

    assertThat(ledger.page("GET /calls?from=0 HTTP/1.1"))
        .isEqualTo(
            "%d 500 a 1\n%d 500 a 2\n%d %d a 3\n"
                .formatted(stalled, stalled + 1, stalled + 3, stalled + 3));
  }

  @Test
  void lateTick_isAStall() {
    ledger.tick(1_000);
    ledger.tick(1_000 + Ledger.TICK_NANOS + 500);
    ledger.tick(1_000 + 2 * Ledger.TICK_NANOS + 600);

    assertThat(ledger.busy(7)).endsWith(" 500");
  }
}
