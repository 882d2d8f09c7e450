package io.campaigndispatch.model.wire;

import static io.campaigndispatch.model.wire.Given.decode;
import static io.campaigndispatch.model.wire.Given.onlyViolation;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MediaUrlTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://cdn.example.com/a.png",
        "HTTPS://CDN.EXAMPLE.COM/a.png",
        "https://example.com",
        "https://example.com:8443/a?b=c@d#e",
        "https://my_bucket.s3.amazonaws.com/a.png",
        "https://my_bucket.s3.amazonaws.com:443/a.png",
        "https://xn--bcher-kva.example/a",
        "https://example.com./a",
        "https://8.8.8.8/a",
        "https://[2606:4700::1111]/a",
      })
  void publicHttpsAddress_isUsable(String text) {
    assertThat(MediaUrl.of(text)).isInstanceOf(MediaUrl.Usable.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://example.com/a",
        "ftp://example.com/a",
        "file:///etc/passwd",
        "example.com/a",
        "//example.com/a",
        "javascript:alert(1)",
        "data:image/png;base64,AAAA",
        "https:example.com",
        "",
        " https://example.com/a",
        "https://example.com/a b",
        "https://",
        "https:///a",
        "https://exa mple.com/",
        "https://example.com\\@evil.example/",
        "https://example.com:99999/a",
      })
  void anythingButHttps_isRefused(String text) {
    assertThat(MediaUrl.of(text)).isInstanceOf(MediaUrl.Refused.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://localhost/a",
        "https://LOCALHOST./a",
        "https://app.localhost/a",
        "https://printer.local/a",
        "https://metadata.google.internal/a",
        "https://vault/a",
        "https://127.0.0.1/a",
        "https://127.0.0.1./a",
        "https://127.1/a",
        "https://2130706433/a",
        "https://0x7f000001/a",
        "https://0x7f.0.0.1/a",
        "https://0177.0.0.1/a",
        "https://0.0.0.0/a",
        "https://10.1.2.3/a",
        "https://172.16.0.1/a",
        "https://192.168.0.1/a",
        "https://169.254.169.254/latest/meta-data",
        "https://100.64.0.1/a",
        "https://198.18.0.1/a",
        "https://224.0.0.1/a",
        "https://255.255.255.255/a",
        "https://[::1]/a",
        "https://[::]/a",
        "https://[::ffff:127.0.0.1]/a",
        "https://[fe80::1]/a",
        "https://[fd00::1]/a",
        "https://[64:ff9b::7f00:1]/a",
        "https://[2002:7f00:1::]/a",
        "https://127%2e0.0.1/a",
        "https://１２７.0.0.1/a",
        "https://127。0。0。1/a",
      })
  void hostThatIsNotPublic_isRefused(String text) {
    assertThat(MediaUrl.of(text)).isInstanceOf(MediaUrl.Refused.class);
  }

  @Test
  void hostOfHalfAMegabyte_isRefused() {
    assertThat(MediaUrl.of("https://" + "a_.".repeat(170_000) + "com/"))
        .isInstanceOf(MediaUrl.Refused.class);
    assertThat(MediaUrl.of("https://" + "a".repeat(500_000) + ".com/"))
        .isInstanceOf(MediaUrl.Refused.class);
  }

  @Test
  void credentials_areRefusedAndNotRepeated() {
    var request =
        Given.requestWith(
            """
            {"type": "template", "name": "n",
             "header": {"type": "image", "url": "https://user:secret@example.com/a.png"}}""");

    assertThat(onlyViolation(decode(request)))
        .returns("message.header.url", v -> v.field())
        .returns("must not carry credentials", v -> v.message())
        .returns("(withheld)", v -> v.received());
  }
}
