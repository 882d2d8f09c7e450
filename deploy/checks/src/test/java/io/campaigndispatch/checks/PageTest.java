package io.campaigndispatch.checks;

import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.dispatcher.admin.Scene;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.interactions.Actions;

/**
 * The admin page in a real browser, of fleets that nobody has to run: what is drawn, for whom, and
 * what it can do to whoever looks. {@code PageIT} has it of a real worker.
 */
@Timeout(240)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PageTest {

  private static final List<String> TABS = List.of("workspaces", "campaigns", "failures");

  /** Would run, if anything made markup of it. */
  private static final String MARKUP = "<img src=x onerror=\"window.broken=true\">";

  private PageServer server;
  private Browser browser;

  @BeforeAll
  void start() {
    Browser.demand("Page test");
    server = PageServer.start();
    browser = Browser.start();
  }

  @AfterAll
  void stop() {
    if (browser != null) {
      browser.close();
    }
    if (server != null) {
      server.close();
    }
  }

  @BeforeEach
  void openAnew() {
    server.show(Scene.ofEverything(MARKUP));
    server.refuse(null);
    browser.desktop("light");
    open("");
    Object unused = browser.js("sessionStorage.clear(); localStorage.clear()");
    open("");
  }

  private void open(String view) {
    browser.load(URI.create(server.uri() + "/" + view));
    browser.untilText("#link-text", "Live, 3 workers");
    browser.untilText("#range", "of");
  }

  private void unfoldAll() {
    Object unused =
        browser.js("document.querySelectorAll('.name').forEach((name) => name.click())");
  }

  @Test
  void whatNeedsSomebody_comesFirst_withTheReason() {
    assertThat(names().subList(0, 4))
        .containsExactly("bodega", "escuela", "dentista", "w".repeat(64));
    assertThat(names().getLast()).isEqualTo("idle");
    assertThat(browser.row("dentista").getText()).contains("Held", "workspace held");
    browser.click("dentista", "dentista");
    browser.untilText("#table tr.more:not([hidden])", "the vendor refuses the credential");
    assertThat(browser.text("#figure-attention")).isEqualTo("4 and 4 campaigns");
  }

  private List<String> names() {
    return browser.all("#table tbody tr:not(.more) .what button").stream()
        .map(WebElement::getText)
        .toList();
  }

  @Test
  void rateEtaAndReason_standInTheRow() {
    String acme = browser.row("acme").getText();
    assertThat(acme).contains("19.8/s", "of 20/s, 100,000/d", "at its limit", "41.2M");
    // The daily limit says more than a year; the rate of now would say 24 days.
    assertThat(acme).contains("411 d");
    assertThat(browser.row("escuela").getText()).contains("campaign paused", "once resumed");
    assertThat(browser.row("bodega").getText()).contains("Held, Throttled, Slowed down, Failing");
  }

  @Test
  void idsThatAreMarkup_areText_everywhere() {
    open("#campaigns?find=onerror");
    assertThat(browser.row(MARKUP).getText()).contains(MARKUP);
    browser.click(MARKUP, MARKUP);
    browser.click(MARKUP, "Cancel");
    browser.untilText("#confirm-title", MARKUP);
    assertThat(browser.text("#confirm-text"))
        .contains("900 requests that wait end as CANCELLED and are not sent, of 1,500");
    browser.press(Keys.ESCAPE);
    open("#failures?workspace=bodega");
    browser.untilText("#table", MARKUP);
    open("#workspaces?find=bodega");
    browser.click("bodega", "bodega");
    browser.untilText("#table tr.more:not([hidden])", MARKUP);

    assertThat(browser.all("main img, dialog img, #table script")).isEmpty();
    assertThat(browser.js("return window.broken === undefined")).isEqualTo(true);
  }

  @Test
  void markupFromAString_isRefusedByTheBrowserItself() {
    Object refused =
        browser.js(
            """
            try { document.body.innerHTML = '<b>x</b>'; return false; } catch (e) { return e.name; }""");

    assertThat(refused).isEqualTo("TypeError");
    var unused = browser.complaints();
  }

  @Test
  void idWithQuestionMark_isOrderedForItself_dotsAreNotOrderedAtAll() {
    Object unused =
        browser.js("sessionStorage.setItem('dispatch.token', arguments[0])", PageServer.TOKEN);
    assertThat(order("a?b#c &d%2F")).isEqualTo("ordered");
    assertThat(server.orders()).contains("acme/a?b#c &d%2F pause");
    // A browser would make .../acme/pause of it: an order to the whole workspace.
    assertThat(order("..")).contains("cannot be named in a path");
    assertThat(order(".")).contains("cannot be named in a path");
    assertThat(server.orders()).noneMatch(order -> order.equals("acme pause"));
  }

  private String order(String campaign) {
    Object answer =
        browser.js(
            """
            return import('/api.js').then((api) =>
              api.order('workspaces', 'acme', 'campaigns', arguments[0], 'pause'))
              .then(() => 'ordered', (refused) => refused.message)""",
            campaign);
    return String.valueOf(answer);
  }

  @Test
  void orderThatIsRefused_isToldInTheApisWords_untilItIsDismissed() {
    server.refuse("Kafka: expected to confirm the order");
    browser.click("acme", "Pause");
    browser.css("#token-value").sendKeys(PageServer.TOKEN, Keys.ENTER);

    browser.untilText(
        ".notice[role=alert]", "Pause of workspace acme: Kafka: expected to confirm the order");
    browser.css(".notice button").click();
    browser.until("no notice", () -> browser.all(".notice").size(), left -> left == 0);
  }

  @Test
  void tenThousandWorkspaces_comeByPages_foundByAPartOfTheName() {
    server.show(Scene.ofMany(10_000));
    browser.untilText("#range", "1–50 of 10,000");
    assertThat(browser.all("#table tbody tr:not(.more)")).hasSize(50);
    assertThat(names().getFirst()).isEqualTo("shop-09999");
    browser.css("#next").click();
    browser.untilText("#range", "51–100 of 10,000");
    browser.css("#find").sendKeys("SHOP-0007");
    browser.untilText("#range", "1–10 of 10 that match, 10,000 in all");
    assertThat(browser.address()).contains("#workspaces?find=SHOP-0007");
    assertThat(bytesOfTheLastList()).isBetween(1L, 100_000L);
  }

  private long bytesOfTheLastList() {
    Object bytes =
        browser.js(
            """
            return Math.max(...performance.getEntriesByType('resource')
              .filter((one) => one.name.includes('/api/fleet/')).map((one) => one.transferSize))""");
    return bytes instanceof Number number ? number.longValue() : -1;
  }

  @Test
  void rows_keepTheirPlaces_whileThePointerIsAmongThem() {
    server.show(Scene.ofMany(20));
    browser.until("the list", this::names, it -> it.size() == 20);
    Actions pointer = browser.pointer();
    pointer.moveToElement(browser.row("shop-00010")).perform();
    server.show(Scene.ofMany(20).waitsMore("shop-00000", 99_999));

    browser.until("news", () -> browser.row("shop-00000").getText(), it -> it.contains("99,999"));
    assertThat(names().getFirst()).isEqualTo("shop-00019");
    browser.untilText("#range", "order kept");
    pointer.moveToElement(browser.css("h1")).perform();
    browser.until("sorted", () -> names().getFirst(), "shop-00000"::equals);
  }

  @Test
  void keyboardAlone_reachesWhatThereIs() {
    browser.css("body").sendKeys("/");
    assertThat(browser.focused().getAttribute("id")).isEqualTo("find");
    browser.css("#tab-workspaces").sendKeys(Keys.ARROW_RIGHT);
    assertThat(browser.focused().getAttribute("id")).isEqualTo("tab-campaigns");
    browser.untilText("#table", "spring-sale");
    WebElement name = browser.row("spring-sale").findElement(By.cssSelector(".name"));
    name.sendKeys(Keys.ENTER);
    browser.until("unfolded", () -> name.getAttribute("aria-expanded"), "true"::equals);
    assertThat(browser.js(UNNAMED)).asList().isEmpty();
    assertThat(browser.row("spring-sale").findElements(By.tagName("button")))
        .extracting(button -> button.getAttribute("aria-label"))
        .contains("Cancel campaign spring-sale of acme");
  }

  /** Buttons and fields that a screen reader would not know the name of. */
  private static final String UNNAMED =
      """
      return [...document.querySelectorAll('button, input, select, [role=tab]')]
        .filter((one) => one.checkVisibility() && !(one.getAttribute('aria-label') || one.textContent.trim()
          || one.closest('label')?.textContent.trim()))
        .map((one) => one.outerHTML);""";

  @Test
  void phone_scrollsInOneDirectionOnly() {
    browser.phone("light");
    for (String tab : TABS) {
      open("#" + tab);
      unfoldAll();
      assertThat(browser.js(BEYOND_THE_EDGE)).as(tab).asList().isEmpty();
    }
    browser.css("#token").click();
    assertThat(browser.js(BEYOND_THE_EDGE)).as("dialog").asList().isEmpty();
  }

  private static final String BEYOND_THE_EDGE =
      """
      const width = document.documentElement.clientWidth;
      const beyond = [...document.querySelectorAll('body *')]
        .filter((one) => one.checkVisibility() && !one.closest('thead, .skip'))
        .filter((one) => one.getBoundingClientRect().right > width + 0.5)
        .map((one) => one.outerHTML.slice(0, 120));
      return width === 360 && document.documentElement.scrollWidth <= width ? beyond
        : ['page: ' + width + ' ' + document.documentElement.scrollWidth, ...beyond];""";

  @Test
  void texts_haveContrast_lightAndDark() {
    for (String scheme : List.of("light", "dark")) {
      browser.desktop(scheme);
      for (String tab : TABS) {
        open("#" + tab);
        unfoldAll();
        assertThat(browser.js(LOW_CONTRAST)).as(scheme + " " + tab).asList().isEmpty();
      }
    }
  }

  /** Visible texts below WCAG's 4.5:1 against what is behind them. */
  private static final String LOW_CONTRAST =
      """
      const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
      const rgba = (color) => {
        canvas.clearRect(0, 0, 1, 1);
        canvas.fillStyle = color;
        canvas.fillRect(0, 0, 1, 1);
        return [...canvas.getImageData(0, 0, 1, 1).data];
      };
      const light = (rgb) => rgb.slice(0, 3).map((part) => part / 255)
        .map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
        .reduce((sum, part, i) => sum + part * [0.2126, 0.7152, 0.0722][i], 0);
      const behind = (one) => {
        for (let at = one; at; at = at.parentElement) {
          const color = rgba(getComputedStyle(at).backgroundColor);
          if (color[3] === 255) return color;
        }
        return rgba('white');
      };
      const texts = [...document.querySelectorAll('body *')].filter((one) => one.checkVisibility()
        && !one.disabled && [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim()));
      if (texts.length < 30) return ['only ' + texts.length + ' texts'];
      return texts.map((one) => {
        const [a, b] = [light(rgba(getComputedStyle(one).color)), light(behind(one))];
        return [(Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05), one.outerHTML.slice(0, 120)];
      }).filter(([ratio]) => ratio < 4.5).map((low) => low.join(' '));""";

  @Test
  void theme_followsTheSystem_untilSomebodyChooses() {
    assertThat(scheme()).isEqualTo("light");
    browser.desktop("dark");
    browser.until("dark", this::scheme, "dark"::equals);
    browser.css("#theme").click();
    browser.until("light", this::scheme, "light"::equals);
    open("");
    assertThat(scheme()).isEqualTo("light");
  }

  /** Of what is really painted. */
  private String scheme() {
    String ground = browser.css("body").getCssValue("background-color");
    return ground.startsWith("rgba(244") || ground.startsWith("rgb(244") ? "light" : "dark";
  }

  @Test
  void workerThatCannotBeReached_isTold_andFoundAgain() {
    browser.setOffline(true);
    browser.untilText("#banner", "No news from the worker: the worker cannot be reached.");
    assertThat(browser.text("#banner")).contains("What you see is of");
    assertThat(browser.text("#link-text")).isEqualTo("Not connected");
    assertThat(browser.text("#table")).contains("acme");

    browser.setOffline(false);
    browser.untilText("#link-text", "Live, 3 workers");
    assertThat(browser.css("#banner").isDisplayed()).isFalse();
    var unused = browser.complaints();
  }

  @Test
  void figuresThatAreOld_areCalledOld() {
    server.show(Scene.ofEverything(MARKUP).old(95));

    browser.untilText("#link-text", "Stale");
    browser.untilText("#banner", "These figures are 1 min 35 s old");
  }

  @Test
  void browser_loadsNothingFromElsewhere_andHasNothingToComplainOf() {
    var before = browser.complaints();
    for (String tab : TABS) {
      open("#" + tab);
      unfoldAll();
      browser.css("#theme").click();
    }
    assertThat(
            browser.js(
                """
                return performance.getEntriesByType('resource').map((one) => new URL(one.name).origin)
                  .filter((origin) => origin !== location.origin)"""))
        .asList()
        .isEmpty();
    assertThat(browser.complaints()).as("%s", before).isEmpty();
  }

  @Test
  void answers_tellBrowsersToRunNothingButOurs() throws IOException, InterruptedException {
    for (String path :
        List.of(
            "/", "/main.js", "/api/fleet", "/api/workspaces/nobody", "/actuator/health", "/no")) {
      HttpHeaders headers = headers(path);
      assertThat(headers.firstValue("Content-Security-Policy").orElse(""))
          .as(path)
          .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
          .doesNotContain("unsafe");
      assertThat(headers.firstValue("X-Content-Type-Options")).as(path).hasValue("nosniff");
      assertThat(headers.firstValue("Referrer-Policy")).as(path).hasValue("no-referrer");
    }
    assertThat(headers("/api/fleet").firstValue("Cache-Control")).hasValue("no-store");
    assertThat(headers("/").firstValue("Cache-Control")).hasValue("no-cache");
    assertThat(headers("/main.js").firstValue("Last-Modified")).isEmpty();
  }

  private HttpHeaders headers(String path) throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
              HttpRequest.newBuilder(URI.create(server.uri() + path)).build(),
              HttpResponse.BodyHandlers.discarding())
          .headers();
    }
  }
}
