package io.causalgrid.benchmarks.kv;

import static io.causalgrid.benchmarks.kv.Measurement.DURABLE_WRITES;
import static io.causalgrid.benchmarks.kv.Measurement.INTERVAL_WRITES;
import static io.causalgrid.benchmarks.kv.Measurement.READS;
import static io.causalgrid.benchmarks.kv.Measurement.SIMPLE_API;

import io.causalgrid.benchmarks.kv.Case.Rate;
import io.causalgrid.benchmarks.kv.Case.Server;
import io.causalgrid.benchmarks.load.Requests;
import io.causalgrid.benchmarks.load.Requests.Kind;
import io.causalgrid.benchmarks.peer.Etcd;
import io.causalgrid.benchmarks.peer.NothingServer;
import io.causalgrid.benchmarks.peer.Programme;
import io.causalgrid.benchmarks.peer.Redis;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** All rates that can be measured here. Redis and etcd run during their own cases only. */
final class Cases {
    private static final Duration PEER_WARM_UP = Duration.ofSeconds(1); // no compiler to wait for
    private static final int ETCD_MEMBERS = 3;

    private final Bench bench;
    private final Store store;
    private final NothingServer nothing;
    private final List<Case> cases = new ArrayList<>();

    private Cases(Bench bench, Store store, NothingServer nothing) {
        this.bench = bench;
        this.store = store;
        this.nothing = nothing;
    }

    /** Those for which the store answers when a write is on the disk. */
    static List<Case> durable(Bench bench, Store store, NothingServer nothing) {
        var all = new Cases(bench, store, nothing);
        all.reads();
        all.writes(DURABLE_WRITES);
        all.redis(DURABLE_WRITES, Lines.REDIS_SET, Redis.Sync.ALWAYS, Redis.Operation.SET);
        all.etcd(DURABLE_WRITES, Lines.ETCD_PUT, 1, Etcd::puts);
        all.etcd(DURABLE_WRITES, Lines.ETCD_PUT_3, ETCD_MEMBERS, Etcd::puts);
        all.simpleApi();
        return all.cases;
    }

    /** Those for which it answers before. */
    static List<Case> interval(Bench bench, Store store, NothingServer nothing) {
        var all = new Cases(bench, store, nothing);
        all.writes(INTERVAL_WRITES);
        all.redis(INTERVAL_WRITES, Lines.REDIS_SET, Redis.Sync.EVERY_SECOND, Redis.Operation.SET);
        return all.cases;
    }

    private void reads() {
        add(READS, Lines.NOTHING_GET, Server.NOTHING, Requests.of(Kind.GET, nothing.url(), nothing.path("kv/")));
        add(READS, Lines.GET, Server.STORE, store.gets());
        add(READS, Lines.GET_TOKEN, Server.STORE, store.getsWithToken());
        redis(READS, Lines.REDIS_GET, Redis.Sync.EVERY_SECOND, Redis.Operation.GET);
        etcd(READS, Lines.ETCD_GET, 1, Etcd::gets);
    }

    private void writes(Measurement measurement) {
        Requests puts = Requests.of(Kind.PUT, nothing.url(), nothing.path("kv/"));
        add(measurement, Lines.NOTHING_PUT, Server.NOTHING, puts);
        addWrites(measurement, Lines.PUT, time -> bench.perSecond(store.puts(), time));
        addWrites(measurement, Lines.BATCH_KEYS, time -> Store.BATCH * bench.perSecond(store.batches(), time));
    }

    private void simpleApi() {
        Requests gets = Requests.of(Kind.GET, nothing.url(), nothing.path("get/"));
        Requests writes = Requests.simpleWrites(nothing.url(), nothing.path("write"));
        add(SIMPLE_API, Lines.NOTHING_SIMPLE_GET, Server.NOTHING, gets);
        add(SIMPLE_API, Lines.SIMPLE_GET, Server.STORE, store.simpleGets());
        add(SIMPLE_API, Lines.NOTHING_SIMPLE_WRITE, Server.NOTHING, writes);
        addWrites(SIMPLE_API, Lines.SIMPLE_WRITE, time -> bench.perSecond(store.simpleWrites(), time));
    }

    private void redis(Measurement measurement, String line, Redis.Sync sync, Redis.Operation operation) {
        if (!Programme.REDIS.isInstalled()) {
            return;
        }
        cases.add(new Case(measurement, line, Server.PEER, time -> {
            try (Redis redis = Redis.start(bench.workplace(), sync)) {
                return redis.loaded().perSecond(operation, time);
            }
        }));
    }

    private void etcd(Measurement measurement, String line, int members, Function<Etcd, Requests> requests) {
        if (!Programme.ETCD.isInstalled()) {
            return;
        }
        cases.add(new Case(measurement, line, Server.PEER, time -> {
            try (Etcd etcd = Etcd.start(bench.workplace(), members)) {
                Requests asked = requests.apply(etcd.loaded(Store.keys("key-")));
                var _ = bench.perSecond(asked, PEER_WARM_UP);
                return bench.perSecond(asked, time);
            }
        }));
    }

    private void addWrites(Measurement measurement, String line, Rate rate) {
        cases.add(new Case(measurement, line, Server.STORE, rate, store::settle));
    }

    private void add(Measurement measurement, String line, Server server, Requests requests) {
        cases.add(new Case(measurement, line, server, time -> bench.perSecond(requests, time)));
    }
}
