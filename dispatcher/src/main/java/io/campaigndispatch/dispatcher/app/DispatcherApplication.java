package io.campaigndispatch.dispatcher.app;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;

/** The worker as a program. */
@SpringBootApplication(scanBasePackages = "io.campaigndispatch.dispatcher")
@EnableConfigurationProperties(DispatchSettings.class)
public class DispatcherApplication {

  private static final int BAD_CONFIGURATION = 2;

  /**
   * Starts the worker; a configuration mistake ends it with status 2 and a line per mistake on
   * standard error.
   */
  public static void main(String[] args) {
    try {
      SpringApplication.run(DispatcherApplication.class, args);
    } catch (RuntimeException e) {
      StartMistakes.of(e).forEach(line -> System.err.println("campaign-dispatch: " + line));
      System.exit(BAD_CONFIGURATION);
    }
  }
}
