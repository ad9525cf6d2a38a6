package io.causalgrid.benchmarks.charge;

import io.causalgrid.benchmarks.cluster.Patience;
import io.causalgrid.benchmarks.load.ChargingClients;
import io.causalgrid.benchmarks.load.ChargingClients.Charges;
import io.causalgrid.benchmarks.report.Heading;
import io.causalgrid.benchmarks.report.Unit;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What clients notice while one process after the other is killed under load, stays away for a while and comes back. They
 * repeat nothing, and ask a gateway with two balancers.
 */
final class Outages {
    private static final Heading HEADING = Measurement.OUTAGES.heading();
    private static final Duration BEFORE = Duration.ofSeconds(2);
    private static final Duration AWAY = Duration.ofSeconds(3);
    private static final Duration AFTER = Duration.ofSeconds(2);

    private final Bench bench;

    Outages(Bench bench) {
        this.bench = bench;
    }

    /**
     * Kills one of each kind.
     *
     * @param grid whose processes are killed
     * @param second has the gateway
     */
    void measure(ChargingGrid grid, ChargingGrid second) {
        var clients = new ChargingClients(second.gateway(), ChargeBenchmark.CLIENTS);
        bench.progress().say("warming up the second gateway and balancer");
        var _ = clients.charge(bench.plan().warmUp().window());
        String substation = ChargingGrid.SUBSTATIONS.getFirst();
        for (String killed : List.of(substation, "balancer", ChargingGrid.PREFERRED_REPLICA)) {
            bench.progress().say("killing " + killed + " under load");
            record(killed, underLoad(clients, () -> {
                pause(BEFORE);
                grid.kill(killed);
                pause(AWAY);
                grid.start(killed);
                grid.awaitReady(killed);
                pause(AFTER);
            }));
        }
    }

    private static Charges underLoad(ChargingClients clients, Runnable trouble) {
        var done = new AtomicBoolean();
        var charges = new CompletableFuture<Charges>();
        // Not a thread of the common pool: it may have only one, which others need to find out who is ready.
        Thread.ofVirtual().start(() -> charges.completeAsync(() -> clients.chargeUntil(done::get), Runnable::run));
        try {
            trouble.run();
        } finally {
            done.set(true);
        }
        return charges.join();
    }

    private void record(String killed, Charges charges) {
        var recorder = bench.recorder();
        recorder.add(HEADING, killed + ": charges", Unit.COUNT, charges.times().count());
        recorder.add(HEADING, Lines.failures(killed), Unit.COUNT, (double)
                charges.failures().total());
        charges.failures()
                .byKind()
                .forEach((kind, count) ->
                        recorder.add(HEADING, Lines.failures(killed, kind), Unit.COUNT, (double) count));
        if (charges.times().count() > 0) {
            recorder.add(
                    HEADING,
                    Lines.time(killed, "the slowest charge"),
                    Unit.MILLISECONDS,
                    charges.times().percentileMillis(100));
        }
    }

    private static void pause(Duration time) {
        var _ = Patience.await(time, () -> false);
    }
}
