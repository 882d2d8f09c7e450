package io.campaigndispatch.dispatcher.vendor.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.model.workspace.CredentialRef;
import io.campaigndispatch.model.workspace.Vendor;
import io.campaigndispatch.model.workspace.VendorType;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallsTest {

  @ParameterizedTest
  @CsvSource({
    "https://v.example, https://v.example/api/x",
    "https://v.example/, https://v.example/api/x",
    "http://localhost:8090/plazbot, http://localhost:8090/plazbot/api/x",
    "http://localhost:8090/a/b//, http://localhost:8090/a/b/api/x",
  })
  void vendorsPath_followsTheBaseUrlsPath(URI base, URI expected) {
    Vendor vendor =
        new Vendor(
            "v", VendorType.PLATICA, base, Vendor.Dialect.CURRENT, 1, Duration.ofSeconds(1), 1);

    assertThat(Calls.get(vendor, new CredentialRef.None(), "/api/x").uri()).isEqualTo(expected);
  }
}
