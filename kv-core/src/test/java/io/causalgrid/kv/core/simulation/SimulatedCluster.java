package io.causalgrid.kv.core.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.causalgrid.kv.core.log.Durability;
import io.causalgrid.kv.core.membership.Member;
import io.causalgrid.kv.core.membership.Membership;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** One run: a cluster of three to seven sites, clients, faults, then healing and judgement; perhaps twice. */
final class SimulatedCluster {
    private static final long CHAOS_MILLIS = 600;
    private static final long CONVERGENCE_MILLIS_MAX = 60_000;

    private final Scheduler scheduler;
    private final Statistics statistics;
    private final Flaw flaw;
    private final Network network;
    private final Oracle oracle = new Oracle();
    private final Losses losses = new Losses(this);
    private final Map<String, SimulatedSite> sites = new TreeMap<>();
    private final boolean inIntervalMode;
    private final boolean hasWildClocks;
    private final Writers writers;
    private final Sessions sessions;
    private final Counting counting;
    private final Collecting collecting;
    private final Operator operator;
    private final Trouble trouble;
    private final Judgement judgement = new Judgement(this);
    private boolean chaos;
    private boolean isSpared;
    private @Nullable Throwable failure;
    private int incarnations;

    SimulatedCluster(long seed, Statistics statistics, Flaw flaw) {
        this.scheduler = new Scheduler(seed);
        this.statistics = statistics;
        this.flaw = flaw;
        this.network = new Network(scheduler, statistics);
        this.inIntervalMode = scheduler.chance(25);
        this.hasWildClocks = scheduler.chance(20);
        this.writers = new Writers(this);
        this.sessions = new Sessions(this);
        this.counting = new Counting(this);
        this.collecting = new Collecting(this);
        this.operator = new Operator(this);
        this.trouble = new Trouble(this);
        int count = scheduler.chance(10) ? 6 : 3 + scheduler.random().nextInt(3);
        List<Member> members =
                IntStream.range(0, count).mapToObj(i -> member("node" + i)).toList();
        members.forEach(member -> add(member, Membership.of(members)));
    }

    static Member member(String name) {
        return new Member(name, URI.create("http://" + name + ":80"));
    }

    /** Nothing goes wrong in this run but messages, and what the caller plans. */
    SimulatedCluster spared() {
        isSpared = true;
        return this;
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

    Losses losses() {
        return losses;
    }

    Writers writers() {
        return writers;
    }

    Counting counting() {
        return counting;
    }

    Collecting collecting() {
        return collecting;
    }

    Operator operator() {
        return operator;
    }

    Statistics statistics() {
        return statistics;
    }

    Flaw flaw() {
        return flaw;
    }

    /** Whether clocks are days off here. Nobody counts then: a request is forgotten after minutes, by a site's own clock. */
    boolean hasWildClocks() {
        return hasWildClocks;
    }

    boolean isInChaos() {
        return chaos;
    }

    /** Those who have not left. */
    List<SimulatedSite> sites() {
        return List.copyOf(sites.values());
    }

    /** The site of that name, unless it has left. */
    Optional<SimulatedSite> site(String name) {
        return Optional.ofNullable(sites.get(name));
    }

    SimulatedSite anySite() {
        return sites().get(scheduler.random().nextInt(sites().size()));
    }

    /** A site that takes writes now, if there is one. */
    Optional<SimulatedSite> anyReadySite() {
        List<SimulatedSite> ready =
                sites().stream().filter(site -> site.ready().isPresent()).toList();
        return ready.isEmpty()
                ? Optional.empty()
                : Optional.of(ready.get(scheduler.random().nextInt(ready.size())));
    }

    /** Tells somebody who repeats a single seed what happens. */
    void trace(Supplier<String> event) {
        if (Boolean.getBoolean("causalgrid.simulation.verbose") || Long.getLong("causalgrid.simulation.seed") != null) {
            System.out.printf("%6d  %s%n", scheduler.nowMillis(), event.get());
        }
    }

    /** Runs what a future calls, which would keep a failed assertion to itself. */
    void note(Runnable check) {
        try {
            check.run();
        } catch (AssertionError | RuntimeException e) {
            failure = failure == null ? e : failure;
        }
    }

    String newIncarnation() {
        incarnations++;
        return "i" + incarnations;
    }

    /** Starts a site that was not there before. */
    void add(Member member, Membership configured) {
        var durability = inIntervalMode && scheduler.chance(50) ? Durability.INTERVAL : Durability.FSYNC;
        var site = new SimulatedSite(this, member, configured, durability);
        sites.put(member.name(), site);
        site.start();
        writers.keepWriting(site);
    }

    /** A site has left for good. */
    void remove(SimulatedSite site) {
        sites.remove(site.name());
    }

    void run() {
        statistics.countRun();
        if (inIntervalMode) {
            statistics.count(Happening.INTERVAL_MODE_RUN);
        }
        for (int rounds = scheduler.chance(25) ? 2 : 1; rounds > 0; rounds--) {
            runChaos();
            converge();
            judgement.judge();
        }
        comeToTheRightTime();
        sessions.judge();
    }

    private void comeToTheRightTime() {
        var rightTime = new RightTime(this);
        rightTime.correctClocks();
        rightTime.write();
        settle(rightTime);
        rightTime.writeAndJudge();
        settle(rightTime);
    }

    private void settle(RightTime rightTime) {
        while (rightTime.isWriting()) {
            assertThat(step()).isTrue();
        }
        converge();
    }

    private void runChaos() {
        chaos = true;
        network.worsen();
        sessions.begin();
        if (!hasWildClocks) {
            counting.begin();
        }
        collecting.begin();
        if (!isSpared) {
            trouble.begin();
        }
        long end = scheduler.nowMillis() + CHAOS_MILLIS;
        while (scheduler.nowMillis() < end && step()) {
            // each step is one task of one site
        }
        chaos = false;
        network.heal();
        trouble.end();
    }

    private boolean step() {
        boolean moved = scheduler.step();
        if (failure != null) {
            throw new AssertionError(failure.getMessage(), failure);
        }
        return moved;
    }

    private void converge() {
        long deadline = scheduler.nowMillis() + CONVERGENCE_MILLIS_MAX;
        long checkAt = 0;
        while (scheduler.nowMillis() < checkAt || !judgement.hasConverged()) {
            if (scheduler.nowMillis() >= checkAt) {
                checkAt = scheduler.nowMillis() + 5;
                operator.correct();
            }
            if (scheduler.nowMillis() > deadline) {
                throw new AssertionError("no convergence:\n" + judgement.describe());
            }
            assertThat(step()).isTrue();
        }
    }
}
