package io.campaigndispatch.dispatcher.vendor.reply;

import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.dispatcher.vendor.Fixtures;
import io.campaigndispatch.model.workspace.Vendor;
import io.campaigndispatch.model.workspace.VendorType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which codes Meta's table has; what each means is TaxonomyTest's. */
class MetaErrorsTest {

  private static final Vendor VENDOR = Fixtures.vendor(VendorType.GATEWAY);

  @Test
  void everyKnownCode_isARowOfTheTaxonomy() throws IOException {
    List<String> known =
        IntStream.range(0, 3_000_000)
            .filter(MetaErrors::isKnown)
            .filter(code -> !MetaErrors.isForeign(code) && (code <= 200 || code > 299))
            .mapToObj(code -> "meta " + code)
            .toList();

    assertThat(rows()).containsAll(known);
    assertThat(known).hasSizeGreaterThan(60);
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 199, 300, 400, 404, 500, 131001, 999999})
  void unlistedCode_isUnknown(int code) {
    assertThat(MetaErrors.of(VENDOR, code)).isNull();
    assertThat(MetaErrors.isKnown(code)).isFalse();
  }

  private static List<String> rows() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(MetaErrorsTest.class.getResourceAsStream("/taxonomy/rows.txt"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }
}
