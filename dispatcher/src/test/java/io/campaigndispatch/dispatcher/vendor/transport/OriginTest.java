package io.campaigndispatch.dispatcher.vendor.transport;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;

class OriginTest {
  private static Origin origin(String uri) {
    return requireNonNull(Origin.of("v", URI.create(uri)));
  }

  @Test
  void port_defaultsToTheSchemes() {
    assertThat(origin("https://a.test/x")).isEqualTo(new Origin("v", true, "a.test", 443));
    assertThat(origin("HTTP://a.test")).isEqualTo(new Origin("v", false, "a.test", 80));
  }

  @Test
  void hostHeader_leavesTheStandardPortOut() {
    assertThat(origin("https://a.test:443/").hostHeader()).isEqualTo("a.test");
    assertThat(origin("http://a.test:443/").hostHeader()).isEqualTo("a.test:443");
  }

  @Test
  void ipv6_isBracketedInTheHostHeaderOnly() {
    assertThat(origin("http://[::1]:8080/").host()).isEqualTo("::1");
    assertThat(origin("http://[::1]:8080/").hostHeader()).isEqualTo("[::1]:8080");
  }

  @Test
  void addressWithoutHostOrWithLogin_isNone() {
    assertThat(Origin.of("v", URI.create("http:///x"))).isNull();
    assertThat(Origin.of("v", URI.create("http://u@a.test/"))).isNull();
    assertThat(Origin.of("v", URI.create("http://a.test:0/"))).isNull();
  }
}
