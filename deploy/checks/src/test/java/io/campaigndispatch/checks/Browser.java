package io.campaigndispatch.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.NoSuchElementException;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** A Chromium of this machine, without a window. */
final class Browser implements AutoCloseable {

  private static final Duration LONGEST = Duration.ofSeconds(20);
  private static final Duration PAUSE = Duration.ofMillis(50);

  private final ChromeDriver driver;

  private Browser(ChromeDriver driver) {
    this.driver = driver;
  }

  /**
   * Skips a test class where there is no browser, and says so; fails where {@code REQUIRE_BROWSER}
   * is set, as {@code .ci/run} does.
   */
  static void demand(String test) {
    String missing = missing();
    System.out.println(
        test + (missing == null ? ": runs in Chromium" : ": NOT RUN, since " + missing));
    if (System.getenv("REQUIRE_BROWSER") == null) {
      assumeTrue(missing == null, missing);
    }
    assertThat(missing).isNull();
  }

  private static @Nullable String missing() {
    if (chromium() == null) {
      return "no chromium is in the path";
    }
    return program("chromedriver") == null ? "no chromedriver is in the path" : null;
  }

  private static @Nullable Path chromium() {
    return Stream.of("chromium", "chromium-browser", "google-chrome")
        .map(Browser::program)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  private static @Nullable Path program(String name) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst()
        .orElse(null);
  }

  static Browser start() {
    ChromeOptions options = new ChromeOptions();
    options.setBinary(Objects.requireNonNull(chromium(), "missing() was not asked").toFile());
    options.addArguments(
        "--headless=new",
        // It runs as root in CI, and shows this worker's page alone.
        "--no-sandbox",
        "--disable-dev-shm-usage",
        "--disable-gpu",
        "--hide-scrollbars",
        "--lang=en-GB");
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    options.setCapability("goog:loggingPrefs", logs);
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(Objects.requireNonNull(program("chromedriver")).toFile())
            .usingAnyFreePort()
            .build();
    return new Browser(new ChromeDriver(service, options));
  }

  /** Loads it, also when only what follows the # differs from what is shown. */
  void load(URI page) {
    driver.get("about:blank");
    driver.get(page.toString());
  }

  Actions pointer() {
    return new Actions(driver);
  }

  String address() {
    return Objects.requireNonNull(driver.getCurrentUrl());
  }

  /** As on a desk. */
  void desktop(String scheme) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", 1280, "height", 860, "deviceScaleFactor", 1, "mobile", false));
    scheme(scheme);
  }

  /** 360 pixels wide, which is what small phones have. */
  void phone(String scheme) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", 360, "height", 780, "deviceScaleFactor", 2, "mobile", true));
    scheme(scheme);
  }

  private void scheme(String scheme) {
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
  }

  void setOffline(boolean offline) {
    driver.executeCdpCommand("Network.enable", Map.of());
    driver.executeCdpCommand(
        "Network.emulateNetworkConditions",
        Map.of("offline", offline, "latency", 0, "downloadThroughput", -1, "uploadThroughput", -1));
  }

  @Nullable Object js(String script, Object... arguments) {
    return driver.executeScript(script, arguments);
  }

  WebElement css(String selector) {
    return driver.findElement(By.cssSelector(selector));
  }

  List<WebElement> all(String selector) {
    return driver.findElements(By.cssSelector(selector));
  }

  /** The row of the list whose name that is. */
  WebElement row(String name) {
    return driver.findElements(By.cssSelector("#table tbody > tr:not(.more)")).stream()
        .filter(row -> name.equals(row.findElement(By.cssSelector(".what button")).getText()))
        .findFirst()
        .orElseThrow(() -> new NoSuchElementException("no row " + name));
  }

  /** The button of a row by its word. */
  void click(String row, String word) {
    until(
            "a button " + word + " in the row " + row,
            () ->
                row(row).findElements(By.cssSelector("button")).stream()
                    .filter(one -> one.isDisplayed() && word.equals(one.getText()))
                    .findFirst(),
            Optional::isPresent)
        .orElseThrow()
        .click();
  }

  WebElement focused() {
    return driver.switchTo().activeElement();
  }

  void press(Keys... keys) {
    focused().sendKeys(keys);
  }

  String text(String selector) {
    return css(selector).getText();
  }

  /** Asks again until the answer is as wanted; what is drawn anew meanwhile is looked for again. */
  <T> T until(String what, Supplier<T> question, Predicate<T> wanted) {
    long giveUp = System.nanoTime() + LONGEST.toNanos();
    Object last = "nothing";
    while (System.nanoTime() < giveUp) {
      try {
        T answer = question.get();
        if (wanted.test(answer)) {
          return answer;
        }
        last = answer;
      } catch (NoSuchElementException | StaleElementReferenceException notYet) {
        last = notYet.getClass().getSimpleName();
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
    throw new AssertionError(what + " did not come within " + LONGEST + ", last: " + last);
  }

  void untilText(String selector, String part) {
    String ignored =
        until(selector + " with \"" + part + '"', () -> text(selector), it -> it.contains(part));
  }

  /** What the browser complained of since the last time: scripts' errors, refused loads. */
  List<String> complaints() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
        .map(entry -> entry.getMessage().toLowerCase(Locale.ROOT))
        .toList();
  }

  void screenshot(Path file) throws IOException {
    Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
  }

  @Override
  public void close() {
    driver.quit();
  }
}
