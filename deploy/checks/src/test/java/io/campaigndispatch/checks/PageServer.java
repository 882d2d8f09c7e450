package io.campaigndispatch.checks;

import io.campaigndispatch.dispatcher.admin.ApiAccess;
import io.campaigndispatch.dispatcher.admin.Scene;
import io.campaigndispatch.dispatcher.admin.SceneBoards;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * The page, its API and its headers as a worker serves them, of a scene instead of a fleet: no
 * Kafka and no vendor. Orders are only noted.
 */
final class PageServer implements AutoCloseable {

  static final String TOKEN = "page-token";

  private final ConfigurableApplicationContext context;

  private PageServer(ConfigurableApplicationContext context) {
    this.context = context;
  }

  static PageServer start() {
    List<Class<?>> parts = new ArrayList<>(SceneBoards.controllers());
    parts.add(Wiring.class);
    return new PageServer(
        new SpringApplicationBuilder(parts.toArray(Class<?>[]::new))
            .registerShutdownHook(false)
            .run(
                "--server.address=127.0.0.1",
                "--server.port=0",
                // Of the worker that is not there.
                "--management.endpoint.health.validate-group-membership=false"));
  }

  URI uri() {
    return URI.create(
        "http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port"));
  }

  /** What is shown from now on. */
  void show(Scene scene) {
    context.getBean(SceneBoards.class).show(scene);
  }

  /** Why orders are refused from now on; null: they are not. */
  void refuse(@Nullable String why) {
    context.getBean(Orders.class).refusal = why;
  }

  /** What was ordered, as it was understood. */
  List<String> orders() {
    return List.copyOf(context.getBean(Orders.class).seen);
  }

  @Override
  public void close() {
    context.close();
  }

  /** Notes what is ordered. */
  @RestController
  static class Orders {
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private volatile @Nullable String refusal;

    @PostMapping("/api/workspaces/{workspace}/campaigns/{campaign}/{order}")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Map<String, String> campaign(
        @PathVariable String workspace, @PathVariable String campaign, @PathVariable String order) {
      note(workspace + "/" + campaign + " " + order);
      return Map.of("campaignId", campaign);
    }

    @PostMapping("/api/workspaces/{workspace}/{order}")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Map<String, String> workspace(@PathVariable String workspace, @PathVariable String order) {
      note(workspace + " " + order);
      return Map.of("workspaceId", workspace);
    }

    private void note(String order) {
      String why = refusal;
      if (why != null) {
        throw new ErrorResponseException(
            HttpStatus.SERVICE_UNAVAILABLE,
            ProblemDetail.forStatusAndDetail(HttpStatus.SERVICE_UNAVAILABLE, why),
            null);
      }
      seen.add(order);
    }
  }

  /** What the controllers need of a worker. */
  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  @Import(Orders.class)
  static class Wiring {

    @Bean
    SceneBoards boards() {
      return new SceneBoards();
    }

    @Bean
    ApiAccess apiAccess() {
      return new ApiAccess(TOKEN, "page-test");
    }
  }
}
