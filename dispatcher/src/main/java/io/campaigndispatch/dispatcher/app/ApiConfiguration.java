package io.campaigndispatch.dispatcher.app;

import io.campaigndispatch.dispatcher.admin.ApiAccess;
import io.campaigndispatch.dispatcher.admin.Boards;
import io.campaigndispatch.dispatcher.admin.Fleet;
import io.campaigndispatch.dispatcher.admin.StatusLog;
import io.campaigndispatch.dispatcher.control.Control;
import io.campaigndispatch.dispatcher.control.ControlWriter;
import org.apache.tomcat.util.buf.EncodedSolidusHandling;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the HTTP interface needs of the worker, as beans. */
@Configuration(proxyBeanMethods = false)
class ApiConfiguration {

  @Bean
  ApiAccess apiAccess(DispatchSettings settings) {
    return new ApiAccess(settings.api().token(), settings.api().tokenName());
  }

  /** The worker closes it. */
  @Bean(destroyMethod = "")
  Control control(Worker worker) {
    return worker.control();
  }

  @Bean
  ControlWriter controlWriter(KafkaClients kafka, DispatchSettings settings, Worker topicsExist) {
    return new ControlWriter(kafka.controlProducer(), settings.topics().names());
  }

  @Bean(initMethod = "start")
  Fleet fleet(KafkaClients kafka, DispatchSettings settings, Worker worker) {
    return new Fleet(
        worker::snapshot,
        worker.failures(),
        new StatusLog(
            kafka.statusConsumer(),
            kafka.statusProducer(),
            settings.topics().names().progress(),
            kafka.groupId(),
            kafka.instance()),
        System::nanoTime,
        System::currentTimeMillis);
  }

  @Bean
  Boards boards(Fleet fleet, Control control, Worker worker) {
    return new Boards(fleet, control, worker::allowedPerSecond, System::nanoTime);
  }

  /** A campaign's id may hold a slash, which stands encoded in a path. */
  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> encodedSlashes() {
    return server ->
        server.addConnectorCustomizers(
            connector -> {
              connector.setEncodedSolidusHandling(EncodedSolidusHandling.PASS_THROUGH.getValue());
              connector.setEncodedReverseSolidusHandling(
                  EncodedSolidusHandling.PASS_THROUGH.getValue());
            });
  }
}
