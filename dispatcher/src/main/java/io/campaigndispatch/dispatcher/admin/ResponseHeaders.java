package io.campaigndispatch.dispatcher.admin;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Tells browsers what an answer may do: nothing but show itself with what this worker serves. Ids
 * and vendors' words are invented by others, and must not become a script here.
 */
@Component
class ResponseHeaders extends OncePerRequestFilter {

  private static final Map<String, String> HEADERS = new LinkedHashMap<>();

  static {
    HEADERS.put(
        "Content-Security-Policy",
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
            + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
            // No string becomes markup, not even by a mistake of ours.
            + " require-trusted-types-for 'script'; trusted-types 'none'");
    HEADERS.put("X-Content-Type-Options", "nosniff");
    HEADERS.put("X-Frame-Options", "DENY");
    HEADERS.put("Referrer-Policy", "no-referrer");
    HEADERS.put("Cross-Origin-Opener-Policy", "same-origin");
    HEADERS.put("Cross-Origin-Resource-Policy", "same-origin");
    HEADERS.put("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()");
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    HEADERS.forEach(response::setHeader);
    // What the fleet looks like is of this second; the page itself is asked for again, and is
    // small.
    boolean isData =
        request.getRequestURI().startsWith("/api/")
            || request.getRequestURI().startsWith("/actuator/");
    response.setHeader("Cache-Control", isData ? "no-store" : "no-cache");
    chain.doFilter(request, response);
  }
}
