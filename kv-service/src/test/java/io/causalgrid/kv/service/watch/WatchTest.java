package io.causalgrid.kv.service.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.causalgrid.http.problems.Problems;
import io.causalgrid.kv.core.clock.Dot;
import io.causalgrid.kv.core.clock.HybridTimestamp;
import io.causalgrid.kv.core.clock.VersionVector;
import io.causalgrid.kv.core.record.Mutation;
import io.causalgrid.kv.core.record.Transaction;
import io.causalgrid.kv.core.record.Value;
import io.causalgrid.kv.core.state.Register;
import io.causalgrid.kv.core.state.ReplicaState.KeyedRegister;
import io.causalgrid.kv.core.state.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Watches at a site of lists and queues, one step after the other. */
class WatchTest {
    private static final Outlet.Limits ROOMY = new Outlet.Limits(1_000, 1 << 20);
    private static final WatchRequest.From NOW = new WatchRequest.From.Now();
    private static final WatchRequest.From BEGINNING = new WatchRequest.From.Beginning();

    private final PlainTokens tokens = new PlainTokens();
    private final FakeSite site = new FakeSite();
    private final EventWriter writer = new EventWriter(tokens);
    private final WatchHub hub = new WatchHub(site, writer, site.hub::add);
    private final WatchTools tools = new WatchTools(site, hub, writer, site.disk::add, () -> Instant.EPOCH);
    private final List<FakeClient> clients = new ArrayList<>();
    private final List<WatchEnd> ends = new ArrayList<>();

    @Test
    void fromNowAClientHearsOfWhatHappensNext() {
        site.put("before");
        FakeClient client = watch("", NOW, ROOMY);
        Transaction after = site.put("after");
        run();

        assertThat(client.events())
                .containsExactly(
                        "id: node0~a=1\nevent: ready\ndata: {}",
                        "id: node0~a=2\nevent: change\ndata: {\"version\":\"" + after.dot()
                                + "\",\"timestamp\":\"1970-01-01T00:00:00Z\",\"changes\":[{\"key\":\"after\","
                                + "\"contentType\":\"text/plain;charset=UTF-8\",\"value\":\"v\"}]}");
    }

    @Test
    void aTransactionIsOneEventOfTheKeysThatAreWanted() {
        FakeClient some = watch("a/", NOW, ROOMY);
        FakeClient all = watch("", NOW, ROOMY);
        site.write(
                new Mutation.Put("a/1", Value.of("application/octet-stream", new byte[] {0, 1})),
                new Mutation.Put("b/1", Value.text("b")),
                new Mutation.Delete("a/2"),
                new Mutation.Put("\0counter", Value.text("internal")),
                new Mutation.Put("", Value.text("members")));
        site.put("b/2");
        run();

        assertThat(some.events()).hasSize(2);
        assertThat(some.events().getLast())
                .endsWith("\"changes\":[{\"key\":\"a/1\",\"contentType\":\"application/octet-stream\","
                        + "\"valueBase64\":\"AAE=\"},{\"key\":\"a/2\",\"deleted\":true}]}");
        assertThat(all.events()).hasSize(3);
        assertThat(all.events().get(1)).contains("a/1", "b/1", "a/2").doesNotContain("counter", "members");
    }

    @Test
    void whatChangesNoKeyOfClientsIsNoEventButMovesTheResumePointOn() {
        FakeClient client = watch("", NOW, ROOMY);
        site.put("\0internal");
        run();
        assertThat(client.events()).hasSize(1);

        tick(client);

        assertThat(client.blocks()).last().isEqualTo(": heartbeat\nid: node0~a=1");
    }

    @Test
    void aHeartbeatNeverNamesLessThanWasSentBefore() {
        FakeClient fast = watch("", NOW, ROOMY);
        FakeClient late = watch("", NOW, ROOMY);
        site.put("a");
        site.run();
        FakeSite.runAll(fast.loop); // the other event loop has not come to it, so the hub has not moved on

        tick(fast);

        assertThat(fast.blocks()).last().isEqualTo(": heartbeat\nid: node0~a=1");
        assertThat(late.events()).hasSize(1);
    }

    @Test
    void theHubWaitsForTheEventLoopsButNotForSlowClients() {
        FakeClient stuck = watch("", NOW, new Outlet.Limits(2, 1 << 20));
        FakeClient fast = watch("", NOW, ROOMY);
        stuck.room = 0;
        for (int i = 0; i < 5; i++) {
            site.put("k" + i);
            run();
        }

        assertThat(fast.keys()).containsExactly("k0", "k1", "k2", "k3", "k4");
        assertThat(stuck.events()).last().asString().startsWith("event: slow\ndata: {\"detail\":");
        assertThat(stuck.closed).isTrue();
        assertThat(ends).containsExactly(WatchEnd.SLOW);
    }

    @Test
    void aSlowClientResumesWithoutAGap() {
        FakeClient slow = watch("", NOW, new Outlet.Limits(2, 1 << 20));
        site.put("k0");
        run();
        slow.room = 0;
        for (int i = 1; i < 6; i++) {
            site.put("k" + i);
            run();
        }
        assertThat(slow.closed).isTrue();

        FakeClient again = watch("", token(slow.lastId()), ROOMY);
        site.put("k6");
        run();

        var seen = new ArrayList<>(slow.keys());
        seen.addAll(again.keys());
        assertThat(seen).containsExactly("k0", "k1", "k2", "k3", "k4", "k5", "k6");
    }

    @Test
    void aClientThatStopsReadingIsGivenUpAtTheSecondSignOfLife() {
        FakeClient client = watch("", NOW, ROOMY);
        client.room = 0;
        site.put("a");
        run();

        tick(client);
        assertThat(client.closed).isFalse();
        tick(client);

        assertThat(client.closed).isTrue();
        assertThat(ends).containsExactly(WatchEnd.SLOW);
    }

    @Test
    void aTokenOfAnotherSiteResumesWhereItsClientIsThoughTheOrderDiffersHere() {
        Transaction theirs = theirs(1, VersionVector.empty(), "theirs");
        site.put("ours");
        site.deliver(theirs);
        site.put("later");

        FakeClient client = watch("", token("node1~a=1"), ROOMY); // it has seen the second of the three
        site.put("live");
        run();

        assertThat(client.keys()).containsExactly("ours", "later", "live");
        assertThat(client.events())
                .extracting(event -> event.lines().findFirst().orElseThrow())
                .containsExactly(
                        "id: node1~a=1",
                        "id: node0~a=1,node1~a=1",
                        "id: node0~a=2,node1~a=1",
                        "id: node0~a=3,node1~a=1");
    }

    @Test
    void aClientThatHasSeenEverythingJoinsWithoutReadingTheLog() {
        site.put("a");
        FakeClient first = watch("", NOW, ROOMY);
        FakeClient second = watch("", token("node0~a=1"), ROOMY);

        assertThat(site.reading()).hasSize(1); // the hub
        site.put("b");
        run();
        assertThat(first.keys()).containsExactly("b");
        assertThat(second.keys()).containsExactly("b");
    }

    @Test
    void whoIsBehindReadsTheLogAndThenLeavesItToTheHub() {
        watch("", NOW, ROOMY);
        for (int i = 0; i < 100; i++) {
            site.put("k" + i);
        }
        run();

        FakeClient client = watch("", token(""), ROOMY);
        assertThat(client.keys()).hasSize(100);
        assertThat(site.reading()).hasSize(1);
    }

    @Test
    void aLogThatIsTooShortIsAProblemInPlaceOfEvents() {
        site.put("a");
        site.forgetful = true;

        FakeClient client = watch("", token(""), ROOMY);

        assertThat(client.refusals).hasSize(1);
        assertThat(client.refusals.getFirst().getStatusCode()).isEqualTo(410);
        assertThat(client.refusals.getFirst().getType()).hasToString("urn:causalgrid:problem:watch-expired");
        assertThat(client.writes).isEmpty();
        assertThat(ends).containsExactly(WatchEnd.REFUSED);
    }

    @Test
    void aLogThatCannotBeReadOnEndsAllThatFollowIt() {
        FakeClient one = watch("", NOW, ROOMY);
        FakeClient other = watch("a", NOW, ROOMY);

        site.reading().getFirst().fail("a snapshot was installed");
        run();

        for (FakeClient client : List.of(one, other)) {
            assertThat(client.events())
                    .last()
                    .asString()
                    .startsWith("event: lost\ndata: ")
                    .contains("a snapshot");
            assertThat(client.closed).isTrue();
        }
        FakeClient next = watch("", NOW, ROOMY);
        site.put("a");
        run();
        assertThat(next.keys()).containsExactly("a");
    }

    @Test
    void nobodyHearsOfWhatCannotBeReadYet() {
        FakeClient live = watch("", NOW, ROOMY);
        site.put("a");
        run();
        FakeClient behind = watch("", token(""), ROOMY);
        site.append(new Mutation.Put("b", Value.text("v")));
        run();
        assertThat(live.keys()).containsExactly("a");
        assertThat(behind.keys()).containsExactly("a");

        site.apply();
        run();

        assertThat(live.keys()).containsExactly("a", "b");
        assertThat(behind.keys()).containsExactly("a", "b");
    }

    @Test
    void fromTheBeginningTheStateComesFirstPageByPageAsTheClientReads() {
        site.put("x");
        site.data.add(entry("", "members"));
        site.data.add(entry("\0own", "internal"));
        site.data.add(entry("a", "1"));
        site.data.add(new KeyedRegister("b", new Register(List.of(version("old", 1), version("new", 2)))));
        site.data.add(entry("c", "3"));
        FakeClient client = client(ROOMY);
        client.room = 1;
        start(client, "", BEGINNING);
        assertThat(client.events())
                .containsExactly("event: state\ndata: {\"changes\":[{\"key\":\"a\","
                        + "\"contentType\":\"text/plain;charset=UTF-8\",\"value\":\"1\"}]}");

        site.put("meanwhile");
        client.drain(Integer.MAX_VALUE);
        run();

        assertThat(client.events().get(1)).contains("\"value\":\"old\"").containsSubsequence("old", "new");
        assertThat(client.events().get(3)).isEqualTo("id: node0~a=1\nevent: ready\ndata: {}");
        assertThat(client.keys()).containsExactly("meanwhile");
        assertThat(site.openViews).isZero();
    }

    @Test
    void whoGoesWhileTheStateIsShownLetsGoOfIt() {
        site.data.add(entry("a", "1"));
        site.data.add(entry("b", "1"));
        FakeClient client = client(ROOMY);
        client.room = 1;
        Watch watch = start(client, "", BEGINNING);
        assertThat(site.openViews).isOne();

        watch.gone();
        run();

        assertThat(site.openViews).isZero();
        assertThat(ends).containsExactly(WatchEnd.GONE);
    }

    @Test
    void whenTheLastHasGoneNothingIsReadAnyMore() {
        Watch one = start(client(ROOMY), "", NOW);
        Watch other = start(client(ROOMY), "a", NOW);

        one.gone();
        run();
        assertThat(site.reading()).hasSize(1);
        other.gone();
        run();

        assertThat(site.reading()).isEmpty();
    }

    @Test
    void aSiteThatStopsEndsStreamsAndRefusesThoseThatHaveNone() {
        FakeClient open = client(ROOMY);
        Watch watch = start(open, "", NOW);
        FakeClient waiting = client(ROOMY);
        var early = new Watch(tools, request("", NOW), waiting, ends::add);
        var problem = Problems.invalidRequest("stopping");

        watch.stop(problem);
        early.stop(problem);
        early.start();
        run();

        assertThat(open.closed).isTrue();
        assertThat(open.refusals).isEmpty();
        assertThat(waiting.refusals).containsExactly(problem);
        assertThat(waiting.writes).isEmpty();
    }

    /** A client that is slow, goes, and resumes, at any moment and in any order of the tasks. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void whateverHappensAClientSeesEachChangeOnceAndInOrder(long seed) {
        var random = new Random(seed);
        var seen = new ArrayList<String>();
        watch("", NOW, ROOMY); // keeps the hub going
        FakeClient client = begin("");
        int written = 0;
        int resumed = 0;
        for (int step = 0; step < 4_000; step++) {
            switch (random.nextInt(12)) {
                case 0, 1 -> site.put(random.nextInt(4) == 0 ? "other" : "k" + written++);
                case 2 -> client.room = random.nextInt(2);
                case 3, 4 -> client.drain(random.nextInt(3));
                case 5 -> client.watch().tick();
                case 6, 7 -> runOne(site.hub);
                case 8, 9 -> runOne(site.disk);
                default -> clients.forEach(each -> runOne(each.loop));
            }
            if (client.closed || random.nextInt(100) == 0) {
                client.watch().gone();
                seen.addAll(client.keys());
                client = begin(client.lastId());
                resumed++;
            }
        }
        client.watch().gone();
        seen.addAll(client.keys());
        seen.addAll(watch("k", token(client.lastId()), ROOMY).keys());

        assertThat(seen)
                .isEqualTo(IntStream.range(0, written).mapToObj(i -> "k" + i).toList());
        assertThat(resumed).isGreaterThan(20);
    }

    /** A client that has that id already; its tasks do not run yet. */
    private FakeClient begin(String id) {
        FakeClient client = client(new Outlet.Limits(4, 1 << 20));
        client.firstId = id;
        client.watch = new Watch(tools, request("k", token(id)), client, ends::add);
        client.watch().start();
        return client;
    }

    private FakeClient watch(String prefix, WatchRequest.From from, Outlet.Limits limits) {
        FakeClient client = client(limits);
        start(client, prefix, from);
        return client;
    }

    private FakeClient client(Outlet.Limits limits) {
        var client = new FakeClient(limits);
        clients.add(client);
        return client;
    }

    private Watch start(FakeClient client, String prefix, WatchRequest.From from) {
        var watch = new Watch(tools, request(prefix, from), client, ends::add);
        client.watch = watch;
        watch.start();
        run();
        return watch;
    }

    private static void tick(FakeClient client) {
        client.watch().tick();
    }

    private WatchRequest.From token(String text) {
        return new WatchRequest.From.Token(tokens.read(text).orElseThrow());
    }

    private static WatchRequest request(String prefix, WatchRequest.From from) {
        return new WatchRequest(prefix, from, Optional.empty(), Duration.ZERO);
    }

    private void run() {
        boolean busy = true;
        while (busy) {
            site.run();
            busy = clients.stream().anyMatch(client -> !client.loop.isEmpty());
            clients.forEach(client -> FakeSite.runAll(client.loop));
        }
    }

    private static void runOne(Queue<Runnable> tasks) {
        Runnable task = tasks.poll();
        if (task != null) {
            task.run();
        }
    }

    private static Transaction theirs(long sequence, VersionVector dependencies, String key) {
        return new Transaction(
                new Dot(FakeSite.OTHER, sequence),
                dependencies,
                HybridTimestamp.at(Instant.EPOCH),
                List.of(new Mutation.Put(key, Value.text("v"))));
    }

    private static KeyedRegister entry(String key, String text) {
        return new KeyedRegister(key, new Register(List.of(version(text, 1))));
    }

    private static Version version(String text, long sequence) {
        return new Version(new Dot(FakeSite.SELF, sequence), new HybridTimestamp(sequence), Value.text(text), null);
    }
}
