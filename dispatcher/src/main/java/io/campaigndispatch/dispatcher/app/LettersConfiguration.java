package io.campaigndispatch.dispatcher.app;

import io.campaigndispatch.dispatcher.control.Control;
import io.campaigndispatch.dispatcher.deadletters.DeadLetterDesk;
import io.campaigndispatch.dispatcher.deadletters.DeadLetterParser;
import io.campaigndispatch.model.wire.RequestDecoder;
import io.campaigndispatch.model.wire.WorkspaceFacts;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What operators do with dead letters over HTTP, as a bean. */
@Configuration(proxyBeanMethods = false)
class LettersConfiguration {

  @Bean
  DeadLetterDesk deadLetterDesk(
      DispatchSettings settings,
      Control control,
      WorkerConfiguration.Cluster cluster,
      KafkaProperties kafka,
      SslBundles bundles) {
    return LetterClients.desk(
        new KafkaClients(
            kafka, cluster.bootstrapServers(), settings.groupId(), LetterClients.INSTANCE, bundles),
        settings.topics().names(),
        new DeadLetterParser(new RequestDecoder(WorkspaceFacts.of(control::directory))));
  }
}
