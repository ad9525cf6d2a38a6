package io.causalgrid.dashboard.page;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.causalgrid.dashboard.board.Browsers;
import io.causalgrid.dashboard.board.Screen;
import io.causalgrid.dashboard.board.Update;
import io.causalgrid.dashboard.page.StubCluster.Stubs;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(StubCluster.class)
@NullUnmarked // the stubs, the beans and the address are injected
class StreamTest {
    private static final List<String> PANELS = List.of("summary", "vectors", "links", "substations", "events");

    Stubs stubs;

    @Inject
    Browsers browsers;

    @Inject
    Screen screen;

    @TestHTTPResource("/v1/dashboard/events")
    URI stream;

    @BeforeEach
    void everyBrowserOfTheTestBeforeHasLeft() {
        await().until(() -> given().get("/metrics").asString().contains("dashboard_browsers 0.0"));
    }

    @Test
    void aBrowserGetsEverythingAtFirstThenOnlyWhatChangesAndSignsOfLife() throws Exception {
        try (var browser = new Browser(stream)) {
            await().until(() -> !browser.frames().isEmpty());
            assertThat(browser.panels(0)).containsExactlyInAnyOrderElementsOf(PANELS);

            await().until(() -> browser.lines().contains("event:heartbeat"));

            stubs.report(0, 4711, 0);
            await().until(() -> browser.frames().stream().anyMatch(frame -> frame.contains(">4711<")));
            assertThat(browser.panels(browser.frames().size() - 1)).doesNotContain("substations");
        }
    }

    @Test
    void manyEventsAreShownTogetherByFewFrames() throws Exception {
        try (var browser = new Browser(stream)) {
            await().until(() -> !browser.frames().isEmpty());
            int before = browser.frames().size();

            for (int number = 1; number <= 1000; number++) {
                stubs.replica(0).push("{\"type\":\"write\",\"key\":\"flood-" + number + "\",\"vectorClock\":[1,0]}");
            }

            await().until(() -> browser.frames().getLast().contains("flood-1000"));
            assertThat(browser.frames().size() - before).isLessThan(50);
        }
    }

    @Test
    void oneBrowserTooManyIsTurnedAwayAndAPlaceIsFreedWhenOneLeaves() throws Exception {
        try (var first = new Browser(stream)) {
            try (var second = new Browser(stream)) {
                await().until(() ->
                        !first.frames().isEmpty() && !second.frames().isEmpty());
                given().get(stream)
                        .then()
                        .statusCode(503)
                        .contentType("application/problem+json")
                        .header("Retry-After", "5")
                        .body("type", equalTo("urn:causalgrid:problem:too-many-browsers"));
            }
            await().until(() -> {
                try (var third = new Browser(stream)) {
                    return third.status() == 200;
                }
            });
        }
    }

    @Test
    void aSlowBrowserSkipsToTheNewestState() {
        var slow = browsers.follow().orElseThrow().subscribe().withSubscriber(AssertSubscriber.create(1));
        await().until(() -> slow.getItems().size() == 1);

        for (int number = 1; number <= 5; number++) {
            int applied = number;
            stubs.report(0, 9000L + applied, 0);
            await().until(() -> screen.refresh().html("vectors").contains(">" + (9000 + applied) + "<"));
        }
        slow.request(1);

        await().until(() -> slow.getItems().size() == 2);
        assertThat(slow.getLastItem())
                .isInstanceOfSatisfying(Update.Changes.class, changes -> assertThat(changes.panelsJson())
                        .contains(">9005<")
                        .doesNotContain(">9001<"));
        slow.cancel();
    }

    /** Reads the stream as a browser does. */
    private static final class Browser implements AutoCloseable {
        private final List<String> lines = new CopyOnWriteArrayList<>();
        private final HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        private final Stream<String> body;
        private final int status;

        Browser(URI stream) throws IOException, InterruptedException {
            var response = client.send(HttpRequest.newBuilder(stream).build(), BodyHandlers.ofLines());
            this.status = response.statusCode();
            this.body = response.body();
            Thread.ofVirtual().start(this::read);
        }

        private void read() {
            try {
                body.forEach(lines::add);
            } catch (UncheckedIOException closed) {
                // the test is over
            }
        }

        int status() {
            return status;
        }

        List<String> lines() {
            return lines;
        }

        List<String> frames() {
            return lines.stream().filter(line -> line.startsWith("data:{")).toList();
        }

        List<String> panels(int frame) throws IOException {
            var json = new ObjectMapper().readTree(frames().get(frame).substring("data:".length()));
            return List.copyOf(json.properties().stream().map(Map.Entry::getKey).toList());
        }

        @Override
        public void close() {
            client.shutdownNow();
        }
    }
}
