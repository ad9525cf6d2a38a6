package io.causalgrid.kv.client.majority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.causalgrid.kv.client.Waiting;
import io.causalgrid.kv.client.error.NoMajorityException;
import io.causalgrid.kv.client.fake.FakeSite;
import io.causalgrid.kv.client.fake.Incoming;
import io.causalgrid.kv.client.fake.Reply;
import io.causalgrid.kv.client.routing.HttpTransport;
import io.causalgrid.kv.client.value.Value;
import io.causalgrid.kv.client.value.Version;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MajorityTest {
    private static final Duration PLENTY = Duration.ofSeconds(30);
    private static final Duration LITTLE = Duration.ofMillis(300);
    private static final String THREE = "3; a1b2; unchanged";

    private final FakeSite a = new FakeSite("a");
    private final FakeSite b = new FakeSite("b");
    private final FakeSite c = new FakeSite("c");
    private final HttpTransport transport = new HttpTransport(PLENTY);

    @AfterEach
    void close() {
        transport.close();
        a.close();
        b.close();
        c.close();
    }

    @Test
    void twoOfThreeAreEnough() {
        a.always(FakeSite.answer(shows(THREE, version("k", "a:1", "x"))));
        b.always(FakeSite.answer(shows(THREE)));
        c.always(FakeSite.drop());

        Gathered<Map<String, List<Version>>> read = majority(PLENTY).versions(List.of("k"));

        assertThat(read.quorum()).isEqualTo(new Quorum(3, "a1b2", false));
        assertThat(read.content())
                .isEqualTo(Map.of("k", List.of(new Version("a:1", Value.text("x"), Instant.EPOCH, Optional.empty()))));
    }

    @Test
    void nobodyIsWaitedForOnceThereIsAMajority() {
        a.always(FakeSite.answer(shows(THREE)));
        b.always(FakeSite.answer(shows(THREE)));
        c.always(FakeSite.doAndHang());

        assertThat(majority(PLENTY).versions(List.of("k")).content()).isEmpty();
    }

    @Test
    void whoIsNotWaitedForKeepsItsConnection() {
        var asked = new Semaphore(0);
        var mayAnswer = new Semaphore(0);
        List<Integer> ports = new CopyOnWriteArrayList<>();
        a.always((site, exchange, request) -> {
            asked.acquire(); // so that the third is asked before there is a majority
            FakeSite.answer(shows(THREE)).play(site, exchange, request);
        });
        b.always(FakeSite.answer(shows(THREE)));
        c.always((site, exchange, request) -> {
            ports.add(exchange.getRemoteAddress().getPort());
            asked.release();
            mayAnswer.acquire();
            FakeSite.answer(shows(THREE)).play(site, exchange, request);
        });

        Waiting.until(() -> {
            majority(PLENTY).versions(List.of("k"));
            mayAnswer.release();
            int last = ports.size() - 1;
            return last > 0 && ports.get(last).equals(ports.get(last - 1));
        });
    }

    @Test
    void oneOfThreeIsNotEnoughAndTheOthersAreNamed() {
        a.always(FakeSite.answer(shows(THREE)));
        b.always(FakeSite.drop());
        c.always(FakeSite.answer(Reply.problem(503, "overloaded")));

        assertThatThrownBy(() -> majority(PLENTY).versions(List.of("k")))
                .isInstanceOf(NoMajorityException.class)
                .hasMessageContaining(b.uri().toString())
                .hasMessageContaining(c.uri().toString())
                .hasMessageContaining("so it is");
    }

    @Test
    void whoIsLateIsNamedToo() {
        a.always(FakeSite.answer(shows(THREE)));
        b.always(FakeSite.doAndHang());
        c.always(FakeSite.doAndHang());

        assertThatThrownBy(() -> majority(LITTLE).versions(List.of("k")))
                .isInstanceOf(NoMajorityException.class)
                .hasMessageContaining(b.uri().toString())
                .hasMessageContaining(c.uri().toString());
    }

    @Test
    void whoMayNotBeCountedIsNotCounted() {
        a.always(FakeSite.answer(shows(THREE)));
        b.always(FakeSite.answer(Reply.problem(503, "not-in-quorum")));
        c.always(FakeSite.answer(Reply.problem(503, "not-in-quorum")));

        assertThatThrownBy(() -> majority(PLENTY).versions(List.of("k")))
                .isInstanceOf(NoMajorityException.class)
                .hasMessageContaining(b.uri().toString());

        assertThat(a.heard()).allMatch(request -> request.header("Quorum").equals(Optional.of("required")));
    }

    @Test
    void answersUnderDifferentMembershipsDoNotAddUp() {
        a.always(FakeSite.answer(shows("3; a1b2; unchanged")));
        b.always(FakeSite.answer(shows("3; ffff; unchanged")));
        c.always(FakeSite.answer(shows("3; a1b2; changed")));

        assertThatThrownBy(() -> majority(PLENTY).versions(List.of("k")))
                .isInstanceOf(NoMajorityException.class)
                .hasMessageContaining(a.uri().toString())
                .hasMessageContaining(b.uri().toString())
                .hasMessageContaining(c.uri().toString());
    }

    @Test
    void aMajorityIsOneOfTheMembersAndNotOfTheEndpoints() {
        a.always(FakeSite.answer(shows("5; a1b2; changed")));
        b.always(FakeSite.answer(shows("5; a1b2; changed")));
        c.always(FakeSite.answer(shows("5; a1b2; changed")));
        assertThat(majority(PLENTY).versions(List.of("k")).quorum()).isEqualTo(new Quorum(5, "a1b2", true));

        c.always(FakeSite.drop());
        assertThatThrownBy(() -> majority(PLENTY).versions(List.of("k"))).isInstanceOf(NoMajorityException.class);
    }

    @Test
    void aMemberWithTwoAddressesCountsOnce() {
        a.always(FakeSite.answer(shows(THREE)));
        b.always(FakeSite.drop());
        URI again = URI.create("http://localhost:" + a.uri().getPort());

        assertThatThrownBy(
                        () -> new Majority(transport, List.of(a.uri(), again, b.uri()), PLENTY).versions(List.of("k")))
                .isInstanceOf(NoMajorityException.class);
    }

    @Test
    void anAnswerThatDoesNotSayAmongWhomDoesNotCount() {
        a.always(FakeSite.answer(shows(THREE)));
        b.always(FakeSite.answer(Reply.json("{\"entries\":[]}")));
        c.always(FakeSite.answer(shows("many; a1b2; unchanged")));

        assertThatThrownBy(() -> majority(PLENTY).versions(List.of("k")))
                .isInstanceOf(NoMajorityException.class)
                .hasMessageContaining("Quorum-Members");
    }

    @Test
    void nonsenseDoesNotCount() {
        a.always(FakeSite.answer(shows(THREE)));
        b.always(FakeSite.answer(Reply.json("{").header("Quorum-Members", THREE)));
        c.always(FakeSite.answer(Reply.json("{}").header("Quorum-Members", THREE)));

        assertThatThrownBy(() -> majority(PLENTY).versions(List.of("k"))).isInstanceOf(NoMajorityException.class);
    }

    @Test
    void allVersionsThatAMajorityShowsAreThereOnce() {
        a.always(FakeSite.answer(shows(THREE, version("k", "a:1", "x"), version("l", "c:9", "z"))));
        b.always(FakeSite.answer(shows(
                THREE, "{\"key\":\"k\",\"versions\":2,\"all\":[" + one("a:1", "x") + "," + one("b:2", "y") + "]}")));
        c.always(FakeSite.drop());

        Map<String, List<Version>> read =
                majority(PLENTY).versions(List.of("k", "l")).content();

        assertThat(read).containsOnlyKeys("k", "l");
        assertThat(read.get("k")).extracting(Version::version).containsExactlyInAnyOrder("a:1", "b:2");
        assertThat(read.get("l")).extracting(Version::version).containsExactly("c:9");
    }

    @Test
    void keysAreAskedForAsTheyAre() {
        for (FakeSite site : List.of(a, b, c)) {
            site.always(FakeSite.answer(shows(THREE, version("grid/key/a%2Fb \\\"", "a:1", "x"))));
        }

        var read = majority(PLENTY).versions(List.of("grid/key/a%2Fb \""));

        assertThat(read.content()).containsOnlyKeys("grid/key/a%2Fb \"");
        assertThat(anyHeard().body()).contains("\"grid/key/a%2Fb \\\"\"").contains("\"versions\":true");
        assertThat(anyHeard().line()).isEqualTo("POST /v1/batch/read");
    }

    @Test
    void entriesAreReadPageByPageAndPutTogether() {
        a.always(FakeSite.answer(page(null, "p/1", "p/4")));
        b.always((site, exchange, request) -> FakeSite.answer(
                        request.query().contains("after=") ? page(null, "p/3") : page("p/2", "p/1", "p/2"))
                .play(site, exchange, request));
        c.always(FakeSite.drop());

        Map<String, Value> read = majority(PLENTY).entries("p/").content();

        assertThat(read.keySet()).containsExactly("p/1", "p/2", "p/3", "p/4");
        assertThat(read.get("p/3")).isEqualTo(Value.text("p/3"));
        assertThat(b.heard()).extracting(Incoming::query).last().asString().contains("after=" + encoded("p/2"));
    }

    @Test
    void prefixesAndPagesGoThroughAnAddressUnharmed() {
        String prefix = "grid/a b%2F&x=1+é/";
        String last = prefix + "%25&limit=1";
        for (FakeSite site : List.of(a, b, c)) {
            site.always((to, exchange, request) -> FakeSite.answer(
                            request.query().contains("after=") ? page(null) : page(last))
                    .play(to, exchange, request));
        }

        assertThat(majority(PLENTY).entries(prefix).content()).isEmpty();

        List<String> queries = new ArrayList<>();
        for (FakeSite site : List.of(a, b, c)) {
            site.heard().forEach(request -> queries.add(request.query()));
        }
        assertThat(queries).allMatch(query -> query.contains("prefix=" + encoded(prefix)));
        assertThat(queries).anyMatch(query -> query.contains("&after=" + encoded(last)));
    }

    @Test
    void whoseMembershipChangesBetweenPagesDoesNotCount() {
        a.always(FakeSite.answer(page(null)));
        b.always((site, exchange, request) -> FakeSite.answer(
                        request.query().contains("after=")
                                ? page(null)
                                : page("p/2").header("Quorum-Members", "3; 0000; unchanged"))
                .play(site, exchange, request));
        c.always(FakeSite.drop());

        assertThatThrownBy(() -> majority(PLENTY).entries("p/")).isInstanceOf(NoMajorityException.class);
    }

    @Test
    void whatCannotBeAKeyIsRefusedAtOnce() {
        assertThatThrownBy(() -> majority(PLENTY).versions(List.of(""))).isInstanceOf(IllegalArgumentException.class);
        assertThat(a.heard()).isEmpty();
    }

    private Majority majority(Duration timeout) {
        return new Majority(transport, List.of(a.uri(), b.uri(), c.uri()), timeout);
    }

    private Incoming anyHeard() {
        return List.of(a, b, c).stream()
                .flatMap(site -> site.heard().stream())
                .findAny()
                .orElseThrow();
    }

    private static Reply shows(String members, String... entries) {
        return Reply.json("{\"entries\":[" + String.join(",", entries) + "]}").header("Quorum-Members", members);
    }

    private static String version(String key, String version, String text) {
        return "{\"key\":\"" + key + "\",\"versions\":1,\"all\":[" + one(version, text) + "]}";
    }

    private static String one(String version, String text) {
        return "{\"version\":\"" + version + "\",\"value\":\"" + text
                + "\",\"contentType\":\"text/plain;charset=UTF-8\",\"timestamp\":\"1970-01-01T00:00:00Z\"}";
    }

    private static Reply page(@Nullable String next, String... keys) {
        List<String> entries = new ArrayList<>();
        for (String key : keys) {
            entries.add("{\"key\":\"" + key + "\",\"etag\":\"a:1\",\"versions\":1,\"value\":\"" + key
                    + "\",\"contentType\":\"text/plain;charset=UTF-8\"}");
        }
        String end = next == null ? "" : ",\"next\":\"" + next.replace("é", "\\u00e9") + "\"";
        return Reply.json("{\"keys\":[" + String.join(",", entries) + "]" + end + "}")
                .header("Quorum-Members", THREE);
    }

    /** As a query has it: slashes and all. */
    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
