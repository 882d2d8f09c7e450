package io.campaigndispatch.dispatcher.admin;

import java.util.List;
import java.util.function.Supplier;

/**
 * Boards of a scene for the worker's own controllers. Nothing in this package may be a bean by its
 * annotations: a worker that a test starts would find it.
 */
public final class SceneBoards implements Supplier<Board> {

  private volatile Scene scene = Scene.of(List.of());

  /** What serves the page, of the worker itself. */
  public static List<Class<?>> controllers() {
    return List.of(BoardApi.class, FleetApi.class, ApiGuard.class, ResponseHeaders.class);
  }

  /** What is shown from now on. */
  public void show(Scene next) {
    scene = next;
  }

  @Override
  public Board get() {
    return scene.board();
  }
}
