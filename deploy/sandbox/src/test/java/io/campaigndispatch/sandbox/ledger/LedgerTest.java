package io.campaigndispatch.sandbox.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.campaigndispatch.sandbox.wire.Vendor;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class LedgerTest {
  private static final Instant AT = Instant.parse("2026-11-20T12:00:00Z");
  private static final byte[] REQUEST =
      ("{\"workspaceId\":\"acme\",\"template\":\"order_shipped\",\"destination\":\"51987654321\","
              + "\"variablesBody\":[{\"variable\":\"customerName\",\"value\":\"Juan\"}],"
              + "\"campaignName\":\"Promocion_Abril\",\"sendType\":\"3\"}")
          .getBytes(StandardCharsets.UTF_8);

  @AutoClose private final Ledger ledger = new Ledger(64 << 20);
  @AutoClose private final Ledger small = new Ledger(1 << 20);

  @Test
  void rowsOfManyBlocks_areReadInOrderWithoutGaps() {
    fill(ledger, 5_000);

    long expected = 1;
    for (Call call : ledger.calls(CallFilter.ALL)) {
      assertThat(call.seq()).isEqualTo(expected++);
    }
    assertThat(expected).isEqualTo(5_001);
  }

  @Test
  void row_takesLessThan200Bytes() {
    fill(ledger, 200_000);

    assertThat(ledger.size().rows()).isEqualTo(200_000);
    assertThat(ledger.size().bytes()).isLessThan(200_000 * 200L);
  }

  @Test
  void fullLedger_dropsTheOldestRowsAndCountsThem() {
    fill(small, 40_000);

    LedgerSize size = small.size();
    long first = small.calls(CallFilter.ALL).iterator().next().seq();

    assertThat(size.dropped()).isPositive();
    assertThat(size.rows() + size.dropped()).isEqualTo(40_000);
    assertThat(first).isEqualTo(size.dropped() + 1);
    assertThat(size.bytes()).isLessThanOrEqualTo(size.maxBytes());
  }

  @Test
  void reader_keepsItsSnapshotWhileRowsComeAndGo() {
    fill(ledger, 3_000);
    Iterator<byte[]> lines = ledger.lines(CallFilter.ALL);
    ledger.clear();
    fill(ledger, 10);

    int count = 0;
    while (lines.hasNext()) {
      lines.next();
      count++;
    }
    assertThat(count).isEqualTo(3_000);
  }

  @Test
  void since_startsInTheMiddleOfABlock() {
    fill(ledger, 3_000);

    assertThat(ledger.calls(new CallFilter(null, null, 2_997)))
        .extracting(Call::seq)
        .containsExactly(2_998L, 2_999L, 3_000L);
  }

  @Test
  void workspaceFilter_takesTheWholeNameInAnyScript() {
    ledger.append(entry("acmé"));
    ledger.append(entry("acmé-2"));
    ledger.append(entry(null));

    assertThat(ledger.calls(new CallFilter(Vendor.PLAZBOT, "acmé", 0)))
        .extracting(Call::seq)
        .containsExactly(1L);
  }

  @Test
  void row_comesBackAsItWasWritten() {
    ledger.append(
        new Entry(
            7, AT, Vendor.GATEWAY, "/a\"b", "w\n", null, null, null, null, true, "HANG", null));

    Call call = ledger.calls(CallFilter.ALL).iterator().next();

    assertThat(call.endpoint()).isEqualTo("/a\"b");
    assertThat(call.workspace()).isEqualTo("w\n");
    assertThat(call.recipient()).isNull();
    assertThat(call.status()).isNull();
    assertThat(call.request().isNull()).isTrue();
    assertThat(call.accepted()).isTrue();
    assertThat(call.fault()).isEqualTo("HANG");
  }

  @Test
  void call_hidesRecipientAndBodiesWhenPrinted() {
    ledger.append(entry("acme"));

    assertThat(ledger.calls(CallFilter.ALL).iterator().next().toString())
        .doesNotContain("51987654321", "Juan");
  }

  @Test
  void limitBelowOneMebibyte_isRefused() {
    assertThatThrownBy(() -> new Ledger(1000)).isInstanceOf(IllegalArgumentException.class);
  }

  private static void fill(Ledger ledger, int rows) {
    for (int i = 0; i < rows; i++) {
      ledger.append(
          new Entry(
              i,
              AT.plusMillis(i),
              Vendor.PLAZBOT,
              "/api/conversation",
              "ws-" + i % 200,
              Long.toString(51_900_000_000L + i * 7919L),
              REQUEST,
              200,
              REQUEST,
              true,
              null,
              null));
    }
  }

  private static Entry entry(@Nullable String workspace) {
    return new Entry(
        1,
        AT,
        Vendor.PLAZBOT,
        "/api/conversation",
        workspace,
        "51987654321",
        REQUEST,
        200,
        null,
        true,
        null,
        null);
  }
}
