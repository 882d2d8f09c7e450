package io.campaigndispatch.dispatcher.app;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationPropertiesBindException;
import org.springframework.boot.context.properties.bind.BindException;

/** Why a start failed, a line per mistake. */
final class StartMistakes {

  private StartMistakes() {}

  static List<String> of(Throwable failure) {
    Throwable root = failure;
    BindException bind = null;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof StartRefused refused) {
        return refused.lines();
      }
      if (cause instanceof BindException found) {
        bind = found;
      }
      root = cause;
    }
    String message = root.getMessage() == null ? root.toString() : root.getMessage();
    if (bind != null && bind.getProperty() != null) {
      Object value = bind.getProperty().getValue();
      return List.of(
          "%s: \"%s\" (%s): %s"
              .formatted(
                  bind.getProperty().getName(), value, bind.getProperty().getOrigin(), message));
    }
    return failure instanceof ConfigurationPropertiesBindException
        ? List.of(message)
        : List.of(root.getClass().getSimpleName() + ": " + message);
  }
}
