package io.campaigndispatch.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpreadTest {

  @Test
  void oddCount_hasTheMiddleOne() {
    assertThat(Spread.of(List.of(9.0, 1.0, 4.0))).isEqualTo(new Spread(4, 1, 9));
  }

  @Test
  void evenCount_hasTheMeanOfTheMiddleTwo() {
    assertThat(Spread.of(List.of(1.0, 2.0, 4.0, 9.0)).median()).isEqualTo(3);
  }

  @Test
  void text_showsTheRangeOnlyWhereThereIsOne() {
    assertThat(Spread.of(List.of(1234.56)).text(1)).isEqualTo("1,234.6");
    assertThat(Spread.of(List.of(1.0, 2.0, 3000.0)).text(0)).isEqualTo("2 (1–3,000)");
  }

  @Test
  void text_choosesItsDecimalsBySize() {
    assertThat(Spread.of(200_000).text()).isEqualTo("200,000");
    assertThat(Spread.of(5).text()).isEqualTo("5");
    assertThat(Spread.of(0.8).text()).isEqualTo("0.80");
    assertThat(Spread.of(List.of(1.0, 2.0, 30.0)).text()).isEqualTo("2.0 (1.0–30.0)");
  }
}
