package io.campaigndispatch.dispatcher.app;

import io.campaigndispatch.dispatcher.deadletters.DeadLetterDesk;
import io.campaigndispatch.dispatcher.deadletters.DeadLetterParser;
import io.campaigndispatch.model.wire.RequestDecoder;
import io.campaigndispatch.model.wire.WorkspaceFacts;
import io.campaigndispatch.model.workspace.Directory;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What operators do with dead letters over HTTP, as a bean. */
@Configuration(proxyBeanMethods = false)
class LettersConfiguration {

  @Bean
  DeadLetterDesk deadLetterDesk(
      DispatchSettings settings,
      Directory directory,
      WorkerConfiguration.Cluster cluster,
      KafkaProperties kafka) {
    return LetterClients.desk(
        new KafkaClients(
            kafka, cluster.bootstrapServers(), settings.groupId(), LetterClients.INSTANCE),
        settings.topics().names(),
        new DeadLetterParser(new RequestDecoder(WorkspaceFacts.of(() -> directory))));
  }
}
