package io.causalgrid.kv.client.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.causalgrid.kv.client.fake.FakeTiming;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RouteTest {
    private static final Duration OPEN_FOR = Duration.ofSeconds(5);
    private static final BackOff BACK_OFF = new BackOff(Duration.ofMillis(50), Duration.ofMillis(400));

    private final FakeTiming timing = new FakeTiming();
    private final List<Endpoint> endpoints =
            Stream.of("a", "b", "c").map(this::endpoint).toList();
    private final Route route = new Route(endpoints, new RouteTools(BACK_OFF, timing, new Random(1)));

    @Test
    void asksEachOnceInTheOrderOfPreferenceAndThenPauses() {
        assertThat(asked()).isEqualTo("a");
        assertThat(asked()).isEqualTo("b");
        assertThat(asked()).isEqualTo("c");
        assertThat(pause()).isLessThanOrEqualTo(BACK_OFF.first());
        assertThat(asked()).isEqualTo("a");
    }

    @Test
    void pausesAreRandomBelowABoundThatDoublesUpToALimit() {
        var random = new Random(1);
        for (int repetition = 0; repetition < 70; repetition++) {
            long boundMillis = Math.min(400, 50L << Math.min(repetition, 10));
            int now = repetition;
            List<Duration> pauses = Stream.generate(() -> BACK_OFF.pause(now, random))
                    .limit(200)
                    .toList();
            assertThat(pauses).allMatch(pause -> pause.toNanos() <= boundMillis * 1_000_000);
            assertThat(pauses).anyMatch(pause -> pause.toNanos() > boundMillis * 800_000);
            assertThat(pauses).anyMatch(pause -> pause.toNanos() < boundMillis * 200_000);
        }
    }

    @Test
    void leavesOutWhoseBreakerIsOpen() {
        open(endpoints.getFirst());
        assertThat(asked()).isEqualTo("b");
        assertThat(asked()).isEqualTo("c");
        assertThat(pause()).isLessThanOrEqualTo(BACK_OFF.first());
        assertThat(asked()).isEqualTo("b");
    }

    @Test
    void asksThoseLastThatMayBeCutOffFromTheOthers() {
        endpoints.getFirst().isolated(Deadline.in(Duration.ofSeconds(30), timing));
        assertThat(orderOfANewOne()).containsExactly("b", "c", "a");
        timing.pass(Duration.ofSeconds(30));
        assertThat(orderOfANewOne()).containsExactly("a", "b", "c");
    }

    private List<String> orderOfANewOne() {
        var another = new Route(endpoints, new RouteTools(BACK_OFF, timing, new Random(1)));
        return Stream.generate(
                        () -> ((Route.Ask) another.next()).endpoint().uri().getHost())
                .limit(endpoints.size())
                .toList();
    }

    @Test
    void waitsForTheFirstBreakerIfAllAreOpen() {
        open(endpoints.get(1));
        timing.pass(Duration.ofSeconds(1));
        open(endpoints.get(0));
        open(endpoints.get(2));
        Duration pause = pause();
        assertThat(pause).isEqualTo(Duration.ofSeconds(4));
        timing.pass(pause);
        assertThat(asked()).isEqualTo("b");
    }

    @Test
    void leavesThoseAloneThatAskedForIt() {
        assertThat(asked()).isEqualTo("a");
        route.refused(endpoints.getFirst(), Duration.ofSeconds(2), Set.of());
        assertThat(asked()).isEqualTo("b");
        assertThat(asked()).isEqualTo("c");
        timing.pass(pause());
        assertThat(asked()).isEqualTo("b");
        timing.pass(Duration.ofSeconds(2));
        assertThat(asked()).isEqualTo("a");
    }

    @Test
    void waitsAsLongAsTheMostLenientAsksIfAllAskForIt() {
        for (int seconds = 3; seconds > 0; seconds--) {
            asked();
            route.refused(endpoints.get(3 - seconds), Duration.ofSeconds(seconds), Set.of());
        }
        assertThat(pause()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void asksThoseFirstThatCouldServeByNameOrAddress() {
        endpoints.get(2).answered(Optional.of("node2~1f2e"));
        asked();
        route.refused(endpoints.getFirst(), Duration.ofSeconds(1), Set.of("node2", "http://elsewhere:1"));
        assertThat(asked()).isEqualTo("c");

        var other = new Route(endpoints, new RouteTools(BACK_OFF, timing, new Random(1)));
        var _ = other.next();
        other.refused(endpoints.getFirst(), Duration.ofSeconds(1), Set.of("http://c"));
        assertThat(((Route.Ask) other.next()).endpoint().uri()).isEqualTo(URI.create("http://c"));
    }

    @Test
    void staysAtOneAndLeavesItWhenToldTo() {
        asked();
        route.stayAt(endpoints.getFirst(), true);
        timing.pass(pause());
        assertThat(asked()).isEqualTo("a");
        route.moveOn();
        assertThat(asked()).isEqualTo("b");
    }

    @Test
    void leavesOneThatLetsNobodyThroughOnlyIfItMay() {
        asked();
        route.stayAt(endpoints.getFirst(), true);
        open(endpoints.getFirst());
        assertThat(asked()).isEqualTo("b");

        route.stayAt(endpoints.getFirst(), false);
        assertThat(pause()).isEqualTo(OPEN_FOR);
    }

    private String asked() {
        return ((Route.Ask) route.next()).endpoint().uri().getHost();
    }

    private Duration pause() {
        return ((Route.Pause) route.next()).time();
    }

    private static void open(Endpoint endpoint) {
        endpoint.breaker().tryAcquire().orElseThrow().failed();
    }

    private Endpoint endpoint(String host) {
        var settings = new CircuitBreaker.Settings(1, OPEN_FOR);
        return new Endpoint(URI.create("http://" + host + "/"), new CircuitBreaker(settings, timing));
    }
}
