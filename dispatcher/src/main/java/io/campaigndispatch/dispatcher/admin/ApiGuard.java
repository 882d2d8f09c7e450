package io.campaigndispatch.dispatcher.admin;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Set;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Lets nobody change anything under {@code /api} who may not; reading is free. */
@Component
class ApiGuard implements HandlerInterceptor, WebMvcConfigurer {

  /** Where the caller's name is found once it may. */
  static final String CALLER = "dispatch.api.caller";

  private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

  private final ApiAccess access;

  ApiGuard(ApiAccess access) {
    this.access = access;
  }

  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    registry.addInterceptor(this).addPathPatterns("/api/**");
  }

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    if (READING.contains(request.getMethod())) {
      return true;
    }
    switch (access.decide(callOf(request))) {
      case ApiAccess.Decision.Caller(String name) -> request.setAttribute(CALLER, name);
      case ApiAccess.Decision.Unauthorized(String expected) ->
          throw Problems.unauthorized(expected);
      case ApiAccess.Decision.Forbidden(String expected) ->
          throw Problems.of(HttpStatus.FORBIDDEN, "caller", expected, null);
    }
    return true;
  }

  /** What a request shows of who makes it. */
  static ApiAccess.Call callOf(HttpServletRequest request) {
    boolean forSomebodyElse =
        request.getHeader("Origin") != null
            || request.getHeader("Forwarded") != null
            || request.getHeader("X-Forwarded-For") != null;
    return new ApiAccess.Call(
        request.getRemoteAddr(), request.getHeader(HttpHeaders.AUTHORIZATION), forSomebodyElse);
  }
}
