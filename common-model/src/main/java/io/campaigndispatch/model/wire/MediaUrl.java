package io.campaigndispatch.model.wire;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The address of a file that the vendor fetches, or why it may not be one. A vendor reads it from
 * the public internet: only https, no credentials in it, no host that names a private network. No
 * name is resolved here.
 */
sealed interface MediaUrl {

  record Usable(URI url) implements MediaUrl {}

  /**
   * @param message why, without the address
   * @param secret whether the address carries credentials and must not be repeated
   */
  record Refused(String message, boolean secret) implements MediaUrl {}

  String EXPECTED = "a public https:// address";

  static MediaUrl of(String text) {
    URI url;
    try {
      url = new URI(text);
    } catch (URISyntaxException e) {
      return new Refused("must be a valid address", text.indexOf('@') >= 0);
    }
    String authority = url.getRawAuthority();
    if (authority != null && authority.indexOf('@') >= 0) {
      return new Refused("must not carry credentials", true);
    }
    if (!"https".equalsIgnoreCase(url.getScheme())) {
      return new Refused("must be https", false);
    }
    String host = Hosts.of(url);
    if (host == null) {
      return new Refused("must name a host", false);
    }
    if (!Hosts.isPublic(host)) {
      return new Refused("must name a public host", false);
    }
    return new Usable(url);
  }

  /** What can be told of a host from its spelling. */
  final class Hosts {
    /** Host names with an underscore exist, though RFC 2396 and {@link URI#getHost} know none. */
    private static final Pattern NAME =
        Pattern.compile("([A-Za-z0-9_-]+\\.)+[A-Za-z][A-Za-z0-9-]*(?=(:[0-9]{1,5})?$)");

    /** RFC 1035's 253 characters and a port. */
    private static final int LONGEST = 253 + 6;

    /** Some readers take 0177 for 127. */
    private static final Pattern OCTAL = Pattern.compile("(^|\\.)0[0-9]");

    private Hosts() {}

    static @Nullable String of(URI url) {
      String host = url.getHost();
      String authority = url.getRawAuthority();
      if (authority == null || authority.length() > LONGEST) {
        return null;
      }
      if (host == null) {
        var name = NAME.matcher(authority);
        host = name.lookingAt() ? name.group() : null;
      }
      return host == null || url.getPort() > 65_535 ? null : host.toLowerCase(Locale.ROOT);
    }

    static boolean isPublic(String host) {
      String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
      if (name.startsWith("[") || Texts.isDigits(name.replace(".", ""))) {
        return isPublicAddress(name);
      }
      return name.indexOf('.') > 0
          && !name.endsWith(".localhost")
          && !name.endsWith(".local")
          && !name.endsWith(".internal")
          && !name.endsWith(".home.arpa");
    }

    private static boolean isPublicAddress(String literal) {
      if (OCTAL.matcher(literal).find()) {
        return false;
      }
      InetAddress address;
      try {
        address = InetAddress.ofLiteral(literal);
      } catch (IllegalArgumentException e) {
        return false;
      }
      return !address.isAnyLocalAddress()
          && !address.isLoopbackAddress()
          && !address.isLinkLocalAddress()
          && !address.isSiteLocalAddress()
          && !address.isMulticastAddress()
          && (address instanceof Inet6Address
              ? isGlobalUnicast(address.getAddress())
              : isPublicV4(address.getAddress()));
    }

    /**
     * RFC 6890, what {@link InetAddress} does not know: 0/8, 100.64/10, 192.0.0/24, 198.18/15,
     * 240/4.
     */
    private static boolean isPublicV4(byte[] address) {
      int first = address[0] & 0xff;
      int second = address[1] & 0xff;
      return first != 0
          && first < 240
          && !(first == 100 && second >= 64 && second < 128)
          && !(first == 192 && second == 0 && address[2] == 0)
          && !(first == 198 && (second == 18 || second == 19));
    }

    /** 2000::/3 without 6to4 (2002::/16) and Teredo (2001::/32), which wrap an IPv4 address. */
    private static boolean isGlobalUnicast(byte[] address) {
      int first = (address[0] & 0xff) << 8 | (address[1] & 0xff);
      boolean teredo = first == 0x2001 && address[2] == 0 && address[3] == 0;
      return first >= 0x2000 && first < 0x4000 && first != 0x2002 && !teredo;
    }
  }
}
