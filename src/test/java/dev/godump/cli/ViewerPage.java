package dev.godump.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** The page of a running viewer in Chromium. */
final class ViewerPage implements AutoCloseable {
  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
  private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int PAUSE_MILLIS = 25;

  /** Selenium warns of each Chromium that is newer than itself. */
  private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium");

  static {
    SELENIUM.setLevel(Level.SEVERE);
  }

  private final ChromeDriver driver;

  private ViewerPage(ChromeDriver driver) {
    this.driver = driver;
  }

  /**
   * Starts the browser.
   *
   * @param profile an empty directory
   * @throws org.opentest4j.TestAbortedException if no browser is installed
   */
  static ViewerPage start(Path profile) {
    if (!Files.isExecutable(CHROMIUM) || !Files.isExecutable(DRIVER)) {
      System.out.println(
          "The tests of the page are skipped: apt-get install chromium chromium-driver");
      Assumptions.abort("no Chromium");
    }
    ChromeOptions options = new ChromeOptions();
    options.setBinary(CHROMIUM.toFile());
    options.addArguments(
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--window-size=1280,800",
        "--user-data-dir=" + profile);
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    options.setCapability("goog:loggingPrefs", logs);
    ChromeDriverService service =
        new ChromeDriverService.Builder().usingDriverExecutable(DRIVER.toFile()).build();
    return new ViewerPage(new ChromeDriver(service, options));
  }

  /** Opens the URL that the viewer prints. */
  void open(RunningViewer viewer) {
    driver.get(viewer.uri("/#token=" + viewer.token()).toString());
    await("the token taken", () -> !url().contains("token"));
    settle();
  }

  /** Opens a URL as it is. */
  void get(String url) {
    driver.get(url);
    settle();
  }

  /** Goes to a view: {@code types?by=package}. */
  void view(String fragment) {
    script("location.hash = arguments[0]", "#/" + fragment);
    settle();
  }

  /** Waits until the page has handled events, such as of a new fragment, and shows all answers. */
  void settle() {
    driver.executeAsyncScript("setTimeout(() => setTimeout(arguments[0]), 10)");
    await("answers", () -> (Boolean) script(SETTLED));
  }

  /** An answer that is waited for shows itself. */
  private static final String SETTLED =
      """
      const main = document.querySelector("main");
      return !!main && main.children.length > 0 && !document.querySelector(".waiting, .stale");
      """;

  void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        fail("no %s: %s", what, text("body"));
      }
      pause();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  Object script(String script, Object... args) {
    return driver.executeScript(script, args);
  }

  String url() {
    return driver.getCurrentUrl();
  }

  /** Returns the text that is shown in the first element of a selector. */
  String text(String selector) {
    return driver.findElement(By.cssSelector(selector)).getText();
  }

  /** Returns the texts of all elements of a selector, whether in view or not. */
  List<String> texts(String selector) {
    List<String> texts = new ArrayList<>();
    Object found =
        script(
            "return [...document.querySelectorAll(arguments[0])].map(one => one.textContent)",
            selector);
    ((List<?>) found).forEach(text -> texts.add(text.toString()));
    return texts;
  }

  /** Returns the cells of the rows of a table. */
  List<List<String>> rows(String label) {
    List<List<String>> rows = new ArrayList<>();
    Object found =
        script(
            """
            const table = document.querySelector(`table[aria-label="${arguments[0]}"]`);
            return [...table.tBodies[0].rows].map(row => [...row.cells].map(cell => cell.textContent));
            """,
            label);
    for (Object row : (List<?>) found) {
      rows.add(((List<?>) row).stream().map(Object::toString).toList());
    }
    return rows;
  }

  void click(String selector) {
    WebElement element = driver.findElement(By.cssSelector(selector));
    element.click();
    settle();
  }

  void focus(String selector) {
    script("document.querySelector(arguments[0]).focus()", selector);
  }

  /** Types keys into what has the focus. */
  void keys(CharSequence... keys) {
    new Actions(driver).sendKeys(keys).perform();
    settle();
  }

  void back() {
    driver.navigate().back();
    settle();
  }

  void reload() {
    driver.navigate().refresh();
    settle();
  }

  /** Changes the size of the window, in CSS pixels. */
  void resize(int width, int height) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
  }

  void dark(boolean dark) {
    Map<String, String> scheme =
        Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light");
    driver.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("features", List.of(scheme)));
  }

  /** Asserts that nothing went wrong since it was called last: errors, violations of policies. */
  void assertNoErrors() {
    assertThat(driver.manage().logs().get(LogType.BROWSER).getAll()).isEmpty();
    assertThat(texts(".problem")).isEmpty();
  }

  /** Forgets errors that were expected. */
  void discardErrors() {
    driver.manage().logs().get(LogType.BROWSER);
  }

  @Override
  public void close() {
    driver.quit();
  }
}
