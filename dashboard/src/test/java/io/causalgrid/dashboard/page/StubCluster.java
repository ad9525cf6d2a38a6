package io.causalgrid.dashboard.page;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** Two stub replicas and a stub gateway, and a dashboard configured to watch them impatiently. */
public class StubCluster implements QuarkusTestResourceLifecycleManager {
    private final List<StubService> replicas = new ArrayList<>();
    private final StubService gateway = new StubService("/v1/events");

    /** What tests are given. */
    record Stubs(List<StubService> replicas, StubService gateway) {
        StubService replica(int index) {
            return replicas.get(index);
        }

        /** Lets a replica say what it has applied. */
        void report(int index, long... vector) {
            replica(index).greet(cluster("node" + index, vector));
        }
    }

    @Override
    public Map<String, String> start() {
        for (int index = 0; index < 2; index++) {
            var replica = new StubService("/v1/cluster/events").start();
            replica.greet(cluster("node" + index, 0, 0));
            replicas.add(replica);
        }
        gateway.start();
        gateway.reply("GET /v1/substations", StubService.Reply.json("[" + substation("substation1", "up", 0) + "]"));
        return Map.of(
                "causalgrid.dashboard.replicas",
                        "node0=" + replicas.get(0).url() + ",node1="
                                + replicas.get(1).url(),
                "causalgrid.dashboard.gateway", gateway.url(),
                "causalgrid.dashboard.value-chars-max", "1000",
                "causalgrid.dashboard.browsers.max", "2",
                "causalgrid.dashboard.browsers.heartbeat", "200ms",
                "causalgrid.dashboard.upstream.poll-interval", "100ms",
                "causalgrid.dashboard.upstream.request-timeout", "1s",
                "causalgrid.dashboard.upstream.reconnect-delay", "20ms",
                "causalgrid.dashboard.upstream.reconnect-delay-max", "100ms",
                "causalgrid.dashboard.upstream.silence-max", "1m");
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(new Stubs(replicas, gateway), new TestInjector.MatchesType(Stubs.class));
    }

    @Override
    public void stop() {
        replicas.forEach(StubService::stop);
        gateway.stop();
    }

    static String substation(String id, String state, long sessions) {
        return """
                {"id":"%s","url":"http://%s","state":"%s","limitKw":250,"powerKw":%d,"committedKw":%d,\
                "activeSessions":%d,"connectors":200,"queueLength":0}""".formatted(id, id, state, 7 * sessions, 8 * sessions, sessions);
    }

    private static String cluster(String site, long... vector) {
        String clock = LongStream.of(vector).mapToObj(String::valueOf).collect(Collectors.joining(",", "[", "]"));
        String members = LongStream.range(0, vector.length)
                .mapToObj(index -> member("node" + index, site, clock))
                .collect(Collectors.joining(",", "[", "]"));
        return """
                {"type":"cluster","site":"%s","at":"2026-01-01T00:00:00Z","cluster":{"site":"%s","state":"ready",\
                "members":%s,"vectorClock":%s,"vector":{},"bufferDepth":0,"bufferCapacity":10000,"keys":1,\
                "digest":"digest of %s"}}""".formatted(site, site, members, clock, clock);
    }

    private static String member(String name, String site, String clock) {
        String link = name.equals(site)
                ? "null"
                : "{\"state\":\"connected\",\"breaker\":\"closed\",\"cut\":false,\"delayMillis\":0,\"failures\":0}";
        return "{\"name\":\"%s\",\"self\":%s,\"vectorClock\":%s,\"behind\":0,\"link\":%s}"
                .formatted(name, name.equals(site), clock, link);
    }
}
