package io.causalgrid.benchmarks.kv;

import io.causalgrid.benchmarks.cluster.Patience;
import io.causalgrid.benchmarks.load.Clients;
import io.causalgrid.benchmarks.load.HttpConnection;
import io.causalgrid.benchmarks.load.HttpConnection.Answer;
import io.causalgrid.benchmarks.load.LoadException;
import io.causalgrid.benchmarks.load.Requests;
import io.causalgrid.benchmarks.report.Latencies;
import io.causalgrid.benchmarks.report.Recorder;
import io.causalgrid.benchmarks.report.Unit;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * How soon a write is to be seen at another replica. A client writes at the first replica; when the answer is there, it reads
 * at the second with the answer's causality token, and thus waits until that replica has applied the write and all that was
 * there before it. The time contains this one read; it is then repeated with the same token, which is satisfied now.
 */
final class Visibility {
    private static final Requests.Kind LOAD = Requests.Kind.PUT;
    private static final Clients LOAD_CLIENTS = Clients.oneByOne(20, Store.KEYS);
    private static final String LOAD_DELAY_MILLIS = "10"; // hence something less than 2,000 writes a second
    private static final long LOAD_SEEN = 200;
    private static final Duration LOAD_PATIENCE = Duration.ofSeconds(30);
    private static final int KEYS = 1_000;

    private final Bench bench;
    private final Plan plan;
    private final Recorder recorder;

    Visibility(Bench bench, Plan plan, Recorder recorder) {
        this.bench = bench;
        this.plan = plan;
        this.recorder = recorder;
    }

    /** What one state of the store has shown. */
    private record Seen(String when, Latencies visible, Latencies roundTrip) {
        Seen(String when) {
            this(when, new Latencies(), new Latencies());
        }
    }

    void measure(Store store) {
        Duration each = plan.warmUpOfEach(2);
        bench.progress().say("warming up for %d s: PUT, and GET at the other replica".formatted(2 * each.toSeconds()));
        var _ = bench.perSecond(store.puts(), each);
        var _ = bench.perSecond(store.getsElsewhere(), each);
        var warm = new Seen("warming up");
        sample(store, plan.samples(), warm);

        var idle = new Seen(Lines.IDLE);
        var loaded = new Seen(Lines.LOADED);
        int samples = Math.ceilDiv(plan.samples(), plan.rounds());
        for (int round = 1; round <= plan.rounds(); round++) {
            bench.progress().say("round %d of %d: visibility, idle and under load".formatted(round, plan.rounds()));
            sample(store, samples, idle);
            double writesPerSecond = underLoad(store, () -> sample(store, samples, loaded));
            recorder.add(Measurement.VISIBILITY.heading(), Lines.LOADED + ": writes", Unit.PER_SECOND, writesPerSecond);
        }
        record(idle);
        record(loaded);
    }

    private void sample(Store store, int samples, Seen seen) {
        try (var writer = HttpConnection.to(store.cluster().writer().url());
                var reader = HttpConnection.to(store.cluster().reader().url())) {
            for (int sample = 0; sample < samples; sample++) {
                String path = Store.PATH + "visible-" + sample % KEYS;
                String value = "%0100d".formatted(sample);
                Answer written = writer.send("PUT", path, Map.of(), value).expect(204);
                String token = written.header(Store.TOKEN)
                        .orElseThrow(() -> new LoadException("an answer has no causality token"));
                Map<String, String> headers = Map.of(Store.TOKEN, token, "Prefer", "wait=30");
                Answer read = reader.get(path, headers).expect(200);
                requireSame(value, read.body());
                seen.visible().add(read.arrivedNanos() - written.arrivedNanos());
                long began = System.nanoTime();
                Answer again = reader.get(path, headers).expect(200);
                seen.roundTrip().add(again.arrivedNanos() - began);
            }
        }
    }

    /** A figure for reads that miss what they were to wait for would be worth nothing. */
    private static void requireSame(String written, String read) {
        if (!written.equals(read)) {
            throw new LoadException("a read with the token of a write does not have it: " + read);
        }
    }

    /** Runs while others write, and says how many writes a second they made. */
    private double underLoad(Store store, Runnable measured) {
        var done = new AtomicBoolean();
        Requests requests =
                Requests.of(LOAD, store.cluster().writer().url(), Store.PATH).with("DELAY", LOAD_DELAY_MILLIS);
        long before = store.cluster().writer().currentStanding().applied();
        CompletableFuture<Double> load =
                CompletableFuture.supplyAsync(() -> bench.wrk().perSecondUntil(requests, LOAD_CLIENTS, done::get));
        try {
            Patience.seconds(
                    "others write",
                    LOAD_PATIENCE,
                    () -> store.cluster().writer().currentStanding().applied() >= before + LOAD_SEEN);
            measured.run();
        } finally {
            done.set(true);
        }
        return load.join();
    }

    private void record(Seen seen) {
        record(Lines.visible(seen.when(), "median"), seen.visible(), 50);
        record(Lines.visible(seen.when(), "99th percentile"), seen.visible(), 99);
        record(Lines.roundTrip(seen.when(), "median"), seen.roundTrip(), 50);
        record(Lines.roundTrip(seen.when(), "99th percentile"), seen.roundTrip(), 99);
    }

    private void record(String line, Latencies latencies, double percent) {
        recorder.add(Measurement.VISIBILITY.heading(), line, Unit.MILLISECONDS, latencies.percentileMillis(percent));
    }
}
