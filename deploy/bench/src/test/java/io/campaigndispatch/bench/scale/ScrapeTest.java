package io.campaigndispatch.bench.scale;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ScrapeTest {
  private static final Scrape SCRAPE =
      new Scrape(
          """
          # HELP dispatch_requests_total read
          dispatch_requests_total{vendor="v",workspace="a"} 3.0
          dispatch_requests_total{vendor="v",workspace="b"} 1.0E7
          dispatch_requests_total_other 5.0
          dispatch_open_requests 7.0
          jvm_memory_used_bytes{area="heap",id="Eden"} 10.0
          jvm_memory_used_bytes{area="nonheap",id="Code"} 100.0
          """);

  @Test
  void series_areAddedUp() {
    assertThat(SCRAPE.sum("dispatch_requests_total")).hasValue(10_000_003);
    assertThat(SCRAPE.sum("dispatch_open_requests")).hasValue(7);
  }

  @Test
  void label_picksSeries() {
    assertThat(SCRAPE.sum("jvm_memory_used_bytes", "area=\"heap\"")).hasValue(10);
  }

  @Test
  void metricThatIsNotThere_isNotZero() {
    assertThat(SCRAPE.sum("dispatch_rereads_total")).isEmpty();
  }
}
