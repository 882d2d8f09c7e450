package io.campaigndispatch.dispatcher.admin;

import io.campaigndispatch.model.workspace.CampaignState;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * The page, its API and its headers as a worker serves them, of a scene instead of a fleet: no
 * Kafka and no vendor. Orders are only noted.
 */
public final class PageServer implements AutoCloseable {

  public static final String TOKEN = "page-token";

  private final ConfigurableApplicationContext context;
  private final Stage stage;

  private PageServer(ConfigurableApplicationContext context) {
    this.context = context;
    this.stage = context.getBean(Stage.class);
  }

  public static PageServer start() {
    return new PageServer(
        new SpringApplicationBuilder(Wiring.class)
            .registerShutdownHook(false)
            .run(
                "--server.address=127.0.0.1",
                "--server.port=0",
                // Of the worker that is not there.
                "--management.endpoint.health.validate-group-membership=false"));
  }

  public URI uri() {
    return URI.create(
        "http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port"));
  }

  /** What is shown from now on. */
  public void show(Scene scene) {
    stage.scene = scene;
  }

  /** The paths of orders that were let through, as they were understood. */
  public List<String> orders() {
    return List.copyOf(stage.orders);
  }

  @Override
  public void close() {
    context.close();
  }

  /** What the controllers ask. */
  static final class Stage implements Supplier<Board> {
    private volatile Scene scene = Scene.of(List.of());
    private final List<String> orders = new CopyOnWriteArrayList<>();

    @Override
    public Board get() {
      return scene.board();
    }
  }

  /** Notes what is ordered. */
  @RestController
  static class Orders {
    private final Stage stage;

    Orders(Stage stage) {
      this.stage = stage;
    }

    @PostMapping("/api/workspaces/{workspace}/campaigns/{campaign}/{order}")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Map<String, Object> campaign(
        @PathVariable String workspace, @PathVariable String campaign, @PathVariable String order) {
      note(workspace + "/" + campaign + " " + order);
      return Map.of("campaignId", campaign, "state", CampaignState.PAUSED);
    }

    @PostMapping("/api/workspaces/{workspace}/{order}")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Map<String, Object> workspace(@PathVariable String workspace, @PathVariable String order) {
      note(workspace + " " + order);
      return Map.of("workspaceId", workspace);
    }

    private void note(String order) {
      if (stage.scene.refusal() != null) {
        throw Problems.of(
            HttpStatus.SERVICE_UNAVAILABLE,
            "Kafka",
            Objects.requireNonNull(stage.scene.refusal()),
            null);
      }
      stage.orders.add(order);
    }
  }

  /** The worker's own, without what needs Kafka. */
  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  @Import({BoardApi.class, FleetApi.class, ApiGuard.class, ResponseHeaders.class, Orders.class})
  static class Wiring {

    @Bean
    Stage stage() {
      return new Stage();
    }

    @Bean
    ApiAccess apiAccess() {
      return new ApiAccess(TOKEN, "page-test");
    }
  }
}
