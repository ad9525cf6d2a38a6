package io.causalgrid.kv.core.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.causalgrid.kv.core.clock.Dot;
import io.causalgrid.kv.core.clock.SiteId;
import io.causalgrid.kv.core.record.Mutation;
import io.causalgrid.kv.core.record.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** One run: a cluster of three to five sites, clients that write, faults, then healing and judgement. */
final class SimulatedCluster {
    private static final long PULL_INTERVAL_MILLIS = 90;
    private static final long CHAOS_MILLIS = 600;
    private static final long CONVERGENCE_MILLIS_MAX = 60_000;
    private static final int KEYS = 4;

    private final Scheduler scheduler;
    private final Statistics statistics;
    private final Network network;
    private final Oracle oracle = new Oracle();
    private final List<String> members;
    private final List<SimulatedSite> sites = new ArrayList<>();
    private final Set<Dot> acknowledged = new HashSet<>();
    private final Set<SiteId> crashed = new HashSet<>();
    private boolean chaos;
    private int values;

    SimulatedCluster(long seed, Statistics statistics) {
        this.scheduler = new Scheduler(seed);
        this.statistics = statistics;
        this.network = new Network(scheduler, statistics);
        this.members = IntStream.range(0, 3 + scheduler.random().nextInt(3))
                .mapToObj(i -> "node" + i)
                .toList();
        members.forEach(name -> sites.add(new SimulatedSite(this, name)));
    }

    Scheduler scheduler() {
        return scheduler;
    }

    Network network() {
        return network;
    }

    Oracle oracle() {
        return oracle;
    }

    Statistics statistics() {
        return statistics;
    }

    List<String> members() {
        return members;
    }

    void acknowledged(Dot dot) {
        acknowledged.add(dot);
    }

    void run() {
        statistics.runs++;
        sites.forEach(this::keepPulling);
        for (int rounds = 1 + scheduler.random().nextInt(2); rounds > 0; rounds--) {
            runChaos();
            converge();
            judge();
        }
    }

    private void runChaos() {
        chaos = true;
        network.worsen();
        sites.forEach(this::keepWriting);
        causeTrouble();
        long end = scheduler.nowMillis() + CHAOS_MILLIS;
        while (scheduler.nowMillis() < end && scheduler.step()) {
            // each step is one task of one site
        }
        chaos = false;
        network.heal();
        sites.stream().filter(site -> !site.isUp()).forEach(SimulatedSite::start);
    }

    private void converge() {
        long deadline = scheduler.nowMillis() + CONVERGENCE_MILLIS_MAX;
        while (!hasConverged()) {
            assertThat(scheduler.nowMillis()).as("time to converge").isLessThan(deadline);
            assertThat(scheduler.step()).isTrue();
        }
    }

    private boolean hasConverged() {
        var first = sites.getFirst().replica().state().point();
        for (SimulatedSite site : sites) {
            var point = site.replica().state().point();
            if (site.replica().bufferSize() > 0 || !point.applied().equals(first.applied())) {
                return false;
            }
        }
        return acknowledged.stream().allMatch(dot -> first.applied().contains(dot) || mayBeLost(dot));
    }

    /** Without a durable log a crash may take acknowledged writes along, but only the crashed site's own. */
    private boolean mayBeLost(Dot dot) {
        return crashed.contains(dot.site());
    }

    private void judge() {
        var first = sites.getFirst().replica().state().point();
        for (SimulatedSite site : sites) {
            oracle.judge(site.self(), site.replica().state());
            assertThat(site.replica().state().point().digest()).isEqualTo(first.digest());
            assertThat(site.replica().state().point().keys()).isEqualTo(first.keys());
        }
        var state = sites.getFirst().replica().state();
        statistics.siblings += state.scan("", KEYS).stream()
                .mapToLong(keyed -> keyed.register().versions().size() - 1)
                .sum();
        statistics.writesLostWithTheirSite += acknowledged.stream()
                .filter(dot -> !state.point().applied().contains(dot))
                .count();
    }

    private void keepPulling(SimulatedSite site) {
        scheduler.in(scheduler.random().nextLong(PULL_INTERVAL_MILLIS), () -> {
            if (site.isUp()) {
                SimulatedSite peer = other(site);
                site.pullFrom(peer, scheduler.chance(50) ? allBut(site, peer) : Set.of());
            }
            keepPulling(site);
        });
    }

    /** What a site leaves out when it fetches every peer's own writes from that peer itself. */
    private Set<SiteId> allBut(SimulatedSite site, SimulatedSite peer) {
        var excluded = new HashSet<SiteId>();
        sites.stream()
                .filter(other -> other != site && other != peer && other.isUp())
                .forEach(other -> excluded.add(other.self()));
        return excluded;
    }

    private void keepWriting(SimulatedSite site) {
        scheduler.in(scheduler.random().nextInt(300), () -> {
            if (!chaos) {
                return;
            }
            if (site.isUp()) {
                for (int burst = 1 + scheduler.random().nextInt(2); burst > 0; burst--) {
                    site.write(mutations());
                }
            }
            keepWriting(site);
        });
    }

    private List<Mutation> mutations() {
        Random random = scheduler.random();
        return random.ints(0, KEYS)
                .distinct()
                .limit(1 + random.nextInt(2))
                .<Mutation>mapToObj(key -> random.nextInt(4) == 0
                        ? new Mutation.Delete("k" + key)
                        : new Mutation.Put("k" + key, Value.text("v" + values++)))
                .toList();
    }

    private void causeTrouble() {
        for (int cuts = scheduler.random().nextInt(3); cuts > 0; cuts--) {
            SimulatedSite one = anySite();
            String from = one.name();
            String to = other(one).name();
            scheduler.in(scheduler.random().nextInt(400), () -> network.cut(from, to));
            scheduler.in(400 + scheduler.random().nextInt(200), () -> network.mend(from, to));
        }
        if (scheduler.chance(50)) {
            SimulatedSite victim = anySite();
            scheduler.in(scheduler.random().nextInt(400), () -> crash(victim));
        }
    }

    private void crash(SimulatedSite victim) {
        statistics.crashes++;
        crashed.add(victim.self());
        victim.crash();
        scheduler.in(scheduler.random().nextInt(400), () -> startAgain(victim));
    }

    private static void startAgain(SimulatedSite victim) {
        if (!victim.isUp()) {
            victim.start();
        }
    }

    private SimulatedSite anySite() {
        return sites.get(scheduler.random().nextInt(sites.size()));
    }

    private SimulatedSite other(SimulatedSite site) {
        @Nullable SimulatedSite found = null;
        while (found == null || found == site) {
            found = anySite();
        }
        return found;
    }
}
