package io.campaigndispatch.dispatcher.app;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.util.ClassUtils;
import org.springframework.util.unit.DataSize;

/** Why a start failed, a line per mistake. */
final class StartMistakes {

  private static final List<ConfigurationPropertyName> SECRETS =
      List.of(
          ConfigurationPropertyName.of("dispatch.api"),
          ConfigurationPropertyName.of("dispatch.tracing.authorization"));

  private StartMistakes() {}

  static List<String> of(Throwable failure) {
    Throwable root = failure;
    BindException bind = null;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      switch (cause) {
        case StartRefused refused -> {
          return refused.lines();
        }
        case UnboundConfigurationPropertiesException unknown -> {
          return unknown.getUnboundProperties().stream().map(StartMistakes::unknown).toList();
        }
        case BindException found -> bind = found;
        default -> {}
      }
      root = cause;
    }
    String message = root.getMessage() == null ? root.toString() : root.getMessage();
    if (bind != null && bind.getProperty() != null) {
      return List.of(described(bind.getProperty()) + ": " + expectation(bind, message));
    }
    return List.of(
        root instanceof IllegalArgumentException
            ? message
            : root.getClass().getSimpleName() + ": " + message);
  }

  /** By the setting's type; what a setting's own constructor refuses says so itself. */
  private static String expectation(BindException bind, String message) {
    Class<?> type = ClassUtils.resolvePrimitiveIfNecessary(bind.getTarget().getType().toClass());
    if (type.isEnum()) {
      return "expected one of " + Arrays.toString(type.getEnumConstants()).toLowerCase(Locale.ROOT);
    }
    if (Number.class.isAssignableFrom(type)) {
      return "expected a whole number";
    }
    if (type == Boolean.class) {
      return "expected true or false";
    }
    return type == DataSize.class ? "expected a size such as 512MB" : message;
  }

  /** Without its value: it may be a secret in the wrong place. */
  private static String unknown(ConfigurationProperty property) {
    return "%s (%s): there is no such setting".formatted(property.getName(), property.getOrigin());
  }

  private static boolean isSecret(ConfigurationPropertyName name) {
    return SECRETS.stream().anyMatch(secret -> secret.equals(name) || secret.isAncestorOf(name));
  }

  private static String described(ConfigurationProperty property) {
    Object shown = isSecret(property.getName()) ? "***" : property.getValue();
    return "%s = %s (%s)".formatted(property.getName(), shown, property.getOrigin());
  }
}
