package io.causalgrid.systemtests;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/** A real Chromium without a window, as Debian packages it. */
final class Browser implements AutoCloseable {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Path profile;
    private final ChromeDriver driver;

    Browser() throws IOException {
        if (!Files.isExecutable(CHROMIUM) || !Files.isExecutable(DRIVER)) {
            throw new AssertionError("the browser test needs Chromium: apt-get install chromium chromium-driver");
        }
        profile = Files.createTempDirectory("causalgrid-browser");
        var options = new ChromeOptions();
        options.setBinary(CHROMIUM.toFile());
        options.addArguments(
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--hide-scrollbars",
                "--user-data-dir=" + profile);
        driver = new ChromeDriver(
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(DRIVER.toFile())
                        .usingAnyFreePort()
                        .build(),
                options);
        driver.manage().window().setSize(new Dimension(1400, 1250));
    }

    void open(String url) {
        driver.get(url);
    }

    WebElement element(String testId) {
        waitFor(testId, () -> driver.findElement(locator(testId)).isDisplayed());
        return driver.findElement(locator(testId));
    }

    /** Fills a field, over what it holds. */
    void type(String testId, String text) {
        WebElement field = element(testId);
        field.clear();
        field.sendKeys(text);
    }

    void click(String testId) {
        element(testId).click();
    }

    /** Waits until the number that an element's text begins with is so great; other texts are none. */
    void awaitNumber(String testId, long least) {
        waitFor(testId + " showing at least " + least, () -> {
            String digits = driver.findElement(locator(testId)).getText().split("\\D", 2)[0];
            return !digits.isEmpty() && Long.parseLong(digits) >= least;
        });
    }

    /** Waits until an element's attribute has a value. */
    void awaitAttribute(String testId, String attribute, String value) {
        waitFor(
                testId + " with " + attribute + "=" + value,
                () -> value.equals(driver.findElement(locator(testId)).getDomAttribute(attribute)));
    }

    void screenshot(Path file) throws IOException {
        Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
    }

    @Override
    public void close() {
        driver.quit();
    }

    /** The page exchanges its elements under our hands, so one that is gone just now is no error. */
    private static void waitFor(String what, Callable<Boolean> condition) {
        await(what)
                .atMost(PATIENCE)
                .ignoreExceptionsInstanceOf(WebDriverException.class)
                .until(condition);
    }

    private static By locator(String testId) {
        return By.cssSelector("[data-testid='" + testId + "']");
    }
}
