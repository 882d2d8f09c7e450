package io.campaigndispatch.dispatcher.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.campaigndispatch.dispatcher.admin.BoardSlice.Range;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.web.ErrorResponseException;

/** What fits on a page. */
class BoardSliceTest {

  private static final List<Integer> TEN_THOUSAND = IntStream.range(0, 10_000).boxed().toList();

  @Test
  void page_isAPartOfWhatMatches_withTheCountsOfAll() {
    BoardSlice<Integer> slice =
        BoardSlice.of(TEN_THOUSAND, i -> i % 2 == 0, null, new Range(50, 3));

    assertThat(slice).isEqualTo(new BoardSlice<>(10_000, 5_000, 50, List.of(100, 102, 104)));
  }

  @Test
  void page_isOfTheSortedWhole() {
    BoardSlice<Integer> slice =
        BoardSlice.of(TEN_THOUSAND, _ -> true, Comparator.reverseOrder(), new Range(0, 2));

    assertThat(slice.items()).containsExactly(9_999, 9_998);
  }

  @Test
  void pageBeyondTheEnd_isEmpty() {
    assertThat(BoardSlice.of(TEN_THOUSAND, _ -> true, null, new Range(10_000, 50)).items())
        .isEmpty();
  }

  @Test
  void range_thatIsNone_isRefusedWithWhatWasExpected() {
    assertThat(Range.of(0, 200)).isEqualTo(new Range(0, 200));
    assertThatThrownBy(() -> Range.of(0, 201))
        .isInstanceOf(ErrorResponseException.class)
        .hasMessageContaining("limit: expected 1 to 200, received");
    assertThatThrownBy(() -> Range.of(0, 0)).isInstanceOf(ErrorResponseException.class);
    assertThatThrownBy(() -> Range.of(-1, 50)).isInstanceOf(ErrorResponseException.class);
  }

  @Test
  void find_ignoresCaseAndSpacesAround() {
    assertThat(BoardSlice.contains("Acme-2", " ACME ")).isTrue();
    assertThat(BoardSlice.contains("acme", "")).isTrue();
    assertThat(BoardSlice.contains("acme", "b")).isFalse();
  }
}
