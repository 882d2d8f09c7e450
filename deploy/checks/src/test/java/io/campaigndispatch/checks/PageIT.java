package io.campaigndispatch.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;

/**
 * The admin page in a real browser, of a worker that really runs. Needs Chromium and its
 * chromedriver: without them it is skipped and says so, unless {@code REQUIRE_BROWSER} is set (as
 * {@code .ci/run} does). With {@code -Dpage.screenshots=FOLDER} it leaves the documents' pictures
 * there.
 */
@Timeout(240)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PageIT {

  @TempDir private static Path folder;

  private PageStage stage;
  private Browser browser;

  @BeforeAll
  void start() throws IOException {
    Browser.demand("Page test of a worker");
    stage = PageStage.start(folder);
    browser = Browser.start();
  }

  @AfterAll
  void stop() {
    if (browser != null) {
      browser.close();
    }
    if (stage != null) {
      stage.close();
    }
  }

  @BeforeEach
  void openAnew() {
    browser.desktop("light");
    open("");
    Object unused = browser.js("sessionStorage.clear(); localStorage.clear()");
    open("");
  }

  private void open(String view) {
    browser.load(URI.create(stage.uri() + "/" + view));
    browser.untilText("#link-text", "Live, 1 worker");
  }

  @Test
  void campaignThatRuns_movesOnThePage_asTheApiSays() {
    open("#campaigns?find=spring");
    long first = ended("spring-sale");
    long later = browser.until("progress", () -> ended("spring-sale"), it -> it >= first + 10);

    // Now and then a token is there at the moment of looking.
    String limited =
        browser.until("its limit", () -> row("spring-sale"), it -> it.contains("at its limit"));
    assertThat(limited).contains("Sending");
    assertThat(later).isLessThanOrEqualTo(endedByTheApi("spring-sale"));
    assertThat(limited).containsPattern("[0-9]+ (min|s)\\b");
  }

  private long ended(String campaign) {
    String figures = browser.row(campaign).findElement(By.cssSelector(".number")).getText();
    return Long.parseLong(figures.replace(",", "").replaceFirst(" of .*", ""));
  }

  private long endedByTheApi(String campaign) {
    return stage.campaign(campaign).path("read").asLong()
        - stage.campaign(campaign).path("open").asLong();
  }

  @Test
  void pause_withTheToken_pausesForReal_andResumeEndsIt() {
    open("#campaigns?find=recordatorios");
    browser.click("recordatorios-noviembre", "Pause");
    giveToken(PageStage.TOKEN);

    browser.untilText("#notices", "ordered");
    browser.until(
        "the API's word", () -> state("recordatorios-noviembre"), it -> it.equals("PAUSED"));
    browser.until(
        "the page's word", () -> row("recordatorios-noviembre"), it -> it.contains("Paused"));
    assertThat(row("recordatorios-noviembre"))
        .contains("campaign paused")
        .doesNotContain("Cancelled");

    browser.click("recordatorios-noviembre", "Resume");
    browser.until(
        "the API's word", () -> state("recordatorios-noviembre"), it -> it.equals("RUNNING"));
    browser.until(
        "sending again", () -> row("recordatorios-noviembre"), it -> it.contains("Sending"));
  }

  @Test
  void workspace_isPausedAndResumed() {
    open("#workspaces?find=farmacia");
    browser.click("farmacia", "Pause");
    giveToken(PageStage.TOKEN);
    browser.until(
        "the API's word",
        () -> stage.workspace("farmacia").path("holds").size(),
        holds -> holds == 1);
    browser.until("the page's word", () -> row("farmacia"), it -> it.contains("Paused"));

    browser.click("farmacia", "Resume");
    browser.until(
        "the API's word",
        () -> stage.workspace("farmacia").path("holds").size(),
        holds -> holds == 0);
  }

  @Test
  void wrongToken_isToldInTheApisWords_andChangesNothing() {
    open("#campaigns?find=spring");
    browser.click("spring-sale", "Pause");
    giveToken("wrong");

    browser.untilText(
        "#token-error", "Authorization: expected Authorization: Bearer with dispatch.api.token");
    assertThat(state("spring-sale")).isEqualTo("RUNNING");
    assertThat(browser.js("return sessionStorage.getItem('dispatch.token')")).isNull();
    browser.press(Keys.ESCAPE);
    browser.until("no dialog", () -> browser.all("dialog[open]").size(), open -> open == 0);
  }

  @Test
  void token_isKeptInTheTabAlone_andInNoAddress() {
    browser.css("#token").click();
    giveToken(PageStage.TOKEN);

    browser.untilText("#token", "Token set");
    assertThat(browser.js("return sessionStorage.getItem('dispatch.token')"))
        .isEqualTo(PageStage.TOKEN);
    assertThat(browser.js("return JSON.stringify(localStorage) + document.cookie + location.href"))
        .asString()
        .doesNotContain(PageStage.TOKEN);
  }

  @Test
  void cancel_saysHowManyItWouldEnd_andDoesNothingUnlessConfirmed() {
    open("#campaigns?find=inscripciones");
    browser.until(
        "all that was published", () -> row("inscripciones-2027"), it -> it.contains("350"));
    browser.click("inscripciones-2027", "Cancel");
    browser.untilText("#confirm-title", "Cancel campaign inscripciones-2027 of escuela?");
    assertThat(browser.text("#confirm-text")).contains("350 requests that wait end as CANCELLED");
    assertThat(browser.focused().getText()).isEqualTo("Keep it");
    browser.press(Keys.ENTER);

    browser.until("no dialog", () -> browser.all("dialog[open]").size(), open -> open == 0);
    assertThat(state("inscripciones-2027")).isEqualTo("PAUSED");
  }

  @Test
  void credentialThatTheVendorRefuses_isToldWithItsCode() {
    open("#workspaces?find=dentista");
    browser.until("the hold", () -> row("dentista"), it -> it.contains("Held"));
    browser.click("dentista", "dentista");
    browser.untilText("#table tr.more:not([hidden])", "the vendor refuses the credential");
    assertThat(row("dentista")).contains("40", "once released");
  }

  @Test
  void recentFailures_areReadWithoutAToken_andShowNoNumber() {
    String failures =
        browser.until(
            "failures", () -> stage.get("/api/fleet/failures").body(), it -> it.contains("bodega"));

    assertThat(failures)
        .containsPattern("\\+52\\*+[0-9]{4}")
        .doesNotContainPattern("\\+?52155[0-9]{6}");
  }

  @Test
  @EnabledIfSystemProperty(named = "page.screenshots", matches = ".+")
  void pictures_areTakenForTheDocuments() throws IOException {
    Path pictures = Files.createDirectories(Path.of(System.getProperty("page.screenshots", "")));
    open("");
    browser.untilText("#table", "bodega");
    browser.click("dentista", "dentista");
    browser.untilText("#table tr.more:not([hidden])", "refuses the credential");
    browser.screenshot(pictures.resolve("page-desktop.png"));
    browser.phone("dark");
    open("#campaigns?sort=RATE");
    browser.untilText("#table", "spring-sale");
    Object unused = browser.js("document.querySelector('#list').scrollIntoView()");
    browser.screenshot(pictures.resolve("page-phone.png"));
  }

  private String state(String campaign) {
    return stage.campaign(campaign).path("state").asString();
  }

  private String row(String name) {
    return browser.until("the row " + name, () -> browser.row(name).getText(), _ -> true);
  }

  private void giveToken(String token) {
    browser.until("the dialog", () -> browser.all("#token-dialog[open]").size(), open -> open == 1);
    browser.css("#token-value").sendKeys(token);
    browser.press(Keys.ENTER);
  }
}
