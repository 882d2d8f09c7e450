package io.campaigndispatch.dispatcher.app;

import io.campaigndispatch.dispatcher.admin.ApiAccess;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the HTTP interface needs of the worker, as beans. */
@Configuration(proxyBeanMethods = false)
class ApiConfiguration {

  @Bean
  ApiAccess apiAccess(DispatchSettings settings) {
    return new ApiAccess(settings.api().token(), settings.api().tokenName());
  }
}
