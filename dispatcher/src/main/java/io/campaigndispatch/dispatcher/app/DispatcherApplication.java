package io.campaigndispatch.dispatcher.app;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
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
   * standard error. With {@code dead-letters} as first argument it is that command instead.
   */
  public static void main(String[] args) {
    if (args.length > 0 && args[0].equals(DeadLettersProgram.NAME)) {
      PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
      PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
      System.exit(DeadLettersProgram.run(List.of(args).subList(1, args.length), out, err));
    }
    try {
      SpringApplication.run(DispatcherApplication.class, args);
    } catch (RuntimeException e) {
      StartMistakes.of(e).forEach(line -> System.err.println("campaign-dispatch: " + line));
      System.exit(BAD_CONFIGURATION);
    }
  }
}
