package io.causalgrid.benchmarks.charge;

import io.causalgrid.benchmarks.load.ChargingClients;
import io.causalgrid.benchmarks.report.Heading;
import io.causalgrid.benchmarks.report.Recorder;
import io.causalgrid.benchmarks.report.Unit;

/**
 * What a session costs the store: one that comes and goes at once, by itself and with others, whose decisions share batches.
 * What is written now and then anyway, as the whole book is, is shared out among the sessions of that time.
 */
final class StoreWrites {
    private static final Heading HEADING = Measurement.STORE_WRITES.heading();

    private final Bench bench;

    StoreWrites(Bench bench) {
        this.bench = bench;
    }

    void measure(ChargingGrid grid) {
        for (int round = 1; round <= bench.plan().rounds(); round++) {
            for (int clients : new int[] {1, ChargeBenchmark.CLIENTS}) {
                bench.progress()
                        .say("round %d of %d: what sessions of %d clients write"
                                .formatted(round, bench.plan().rounds(), clients));
                Metrics before = grid.metrics();
                var _ = new ChargingClients(grid.gateway(), clients)
                        .charge(bench.plan().time());
                record(clients, grid.metrics().minus(before));
            }
        }
    }

    private void record(int clients, Metrics written) {
        if (written.sessions() == 0) {
            bench.progress().say("there was no session of %d clients".formatted(clients));
            return;
        }
        Recorder recorder = bench.recorder();
        recorder.add(HEADING, Lines.cost(clients, "batches"), Unit.AVERAGE, written.batches() / written.sessions());
        recorder.add(HEADING, Lines.cost(clients, "keys"), Unit.AVERAGE, written.keys() / written.sessions());
        recorder.add(HEADING, Lines.cost(clients, "bytes"), Unit.BYTES, written.bytes() / written.sessions());
    }
}
