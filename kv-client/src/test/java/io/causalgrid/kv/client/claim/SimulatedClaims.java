package io.causalgrid.kv.client.claim;

import io.causalgrid.kv.client.majority.Quorum;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Sites that hold one key as a multi-value register and merge with each other now and then, and claimants with clocks of their
 * own that read and write there. One thread, one seed. After each step at most one claimant may believe that it holds the claim.
 */
final class SimulatedClaims {
    private static final long END_MILLIS = 60_000;
    private static final long CALM_MILLIS = 38_000;
    private static final Duration LEASE = Duration.ofSeconds(3);
    private static final Duration SKEW = Duration.ofMillis(400);
    /** Over a lease and the skew, two clocks that differ so much stay within the skew. */
    private static final double RATE_ERROR = 0.05;

    private static final int TIMEOUT_MILLIS = 700;

    private record Task(long due, long order, Runnable action) {}

    private record Versioned(ClaimDocument document) {}

    /** A replica: what it holds of the key, and which writes it has seen. */
    private final class Site {
        final int index;
        int incarnation;
        long written;
        Map<String, Versioned> versions = new TreeMap<>();
        Set<String> seen = new HashSet<>();
        /** Whom it has merged with since it was born empty; null if it counts. */
        @Nullable
        Set<Integer> caughtUpWith;

        Site(int index) {
            this.index = index;
        }

        boolean counts() {
            return caughtUpWith == null || flaw == Flaw.LOST_DISK_COUNTS;
        }

        void merge(Site from, Map<String, Versioned> theirs, Set<String> theirSeen) {
            versions.keySet().removeIf(version -> theirSeen.contains(version) && !theirs.containsKey(version));
            theirs.forEach((version, document) -> {
                if (!seen.contains(version)) {
                    versions.put(version, document);
                }
            });
            seen.addAll(theirSeen);
            Set<Integer> met = caughtUpWith;
            if (met != null && from.caughtUpWith == null) {
                met.add(from.index);
                if (met.size() > (sites.size() - 1) / 2) {
                    caughtUpWith = null;
                }
            }
        }
    }

    /** A claimant in a process that may be paused. */
    private final class Contender {
        final Claimant claimant;
        final double rate;
        final String name;
        long pausedUntil;

        Contender(int index) {
            name = "p" + index;
            rate = 1 + (random.nextDouble() * 2 - 1) * (flaw == Flaw.SKEW_IS_GREATER ? 0.4 : RATE_ERROR);
            claimant = new Claimant(new ClaimSettings(name, LEASE, SKEW, Map.of()), random);
        }

        long now() {
            return (long) (nowMillis * rate * 1e6);
        }

        void run() {
            if (nowMillis < pausedUntil) {
                in(pausedUntil - nowMillis, this::run);
                return;
            }
            switch (claimant.next(now())) {
                case Claimant.Step.Wait(long until) ->
                    in(Math.max(1, (long) ((until - now()) / rate / 1e6)), this::run);
                case Claimant.Step.Read() -> read(this);
                case Claimant.Step.Write write -> write(this, write);
            }
        }

        /** Something has come back; a paused process sees it late. */
        void hear(Runnable what) {
            if (nowMillis < pausedUntil) {
                in(pausedUntil - nowMillis, () -> hear(what));
            } else {
                what.run();
                run();
            }
        }
    }

    private final Random random;
    private final Flaw flaw;
    private final PriorityQueue<Task> tasks = new PriorityQueue<>(
            (a, b) -> a.due() == b.due() ? Long.compare(a.order(), b.order()) : Long.compare(a.due(), b.due()));
    private final List<Site> sites = new ArrayList<>();
    private final List<Contender> processes = new ArrayList<>();
    private final Map<Long, String> holders = new HashMap<>();
    private final Set<Set<Integer>> cuts = new HashSet<>();
    private long nowMillis;
    private long scheduled;
    int takeOvers;
    int lostDisks;
    int pauses;
    int cutsMade;
    private String last = "";

    SimulatedClaims(long seed, Flaw flaw) {
        this.random = new Random(seed);
        this.flaw = flaw;
        int count = 1 + random.nextInt(5);
        for (int i = 0; i < count; i++) {
            sites.add(new Site(i));
        }
        for (int i = 0; i < 3; i++) {
            processes.add(new Contender(i));
        }
    }

    void run() {
        processes.forEach(process -> in(random.nextInt(150), process::run));
        sites.forEach(site -> in(random.nextInt(50), () -> gossip(site)));
        in(500, this::trouble);
        while (nowMillis < END_MILLIS && !tasks.isEmpty()) {
            Task next = tasks.poll();
            nowMillis = next.due();
            next.action().run();
            check();
        }
        boolean isHeld = processes.stream()
                .anyMatch(process -> process.claimant.standing(process.now()) instanceof Standing.Held);
        if (!isHeld) {
            throw new AssertionError("after 20 seconds of calm nobody holds the claim: "
                    + processes.stream()
                            .map(process -> process.claimant.standing(process.now()))
                            .toList());
        }
    }

    private void check() {
        List<String> holding = new ArrayList<>();
        for (Contender process : processes) {
            if (process.claimant.standing(process.now()) instanceof Standing.Held(long number, long _)) {
                holding.add(process.name + " holds " + number);
                String before = holders.putIfAbsent(number, process.name);
                if (before != null && !before.equals(process.name)) {
                    throw new AssertionError("number " + number + " was held by " + before + " and " + process.name);
                }
                if (!last.equals(process.name)) {
                    last = process.name;
                    takeOvers++;
                }
            }
        }
        if (holding.size() > 1) {
            throw new AssertionError("at " + nowMillis + " ms: " + String.join(", ", holding));
        }
    }

    private void gossip(Site from) {
        for (Site to : sites) {
            if (to != from && !isCut(from, to)) {
                Map<String, Versioned> versions = new TreeMap<>(from.versions);
                Set<String> seen = new HashSet<>(from.seen);
                int incarnation = from.incarnation;
                in(delay(), () -> {
                    if (from.incarnation == incarnation && !isCut(from, to)) {
                        to.merge(from, versions, seen);
                    }
                });
            }
        }
        in(50 + random.nextInt(200), () -> gossip(from));
    }

    private void read(Contender process) {
        int majority = sites.size() / 2 + 1;
        Map<String, Claimant.Found> found = new TreeMap<>();
        int[] answers = {0};
        boolean[] isOver = {false};
        for (Site site : sites) {
            if (!isReachable(process, site)) {
                continue;
            }
            in(delay(), () -> {
                if (!site.counts()) {
                    return;
                }
                Map<String, Versioned> shown = new TreeMap<>(site.versions);
                in(delay(), () -> {
                    if (isOver[0]) {
                        return;
                    }
                    shown.forEach((version, one) -> found.put(version, new Claimant.Found(version, one.document())));
                    if (++answers[0] >= majority) {
                        isOver[0] = true;
                        List<Claimant.Found> all = new ArrayList<>(found.values());
                        List<Claimant.Found> told = told(process, all);
                        process.hear(() -> process.claimant.read(
                                new Quorum(sites.size(), "same", false), List.copyOf(told), process.now()));
                    }
                });
            });
        }
        in(TIMEOUT_MILLIS, () -> {
            if (!isOver[0]) {
                isOver[0] = true;
                process.hear(() -> process.claimant.notRead("no majority", process.now()));
            }
        });
    }

    private List<Claimant.Found> told(Contender process, List<Claimant.Found> all) {
        List<Claimant.Found> own = all.stream()
                .filter(one -> one.document().holder().equals(process.name))
                .toList();
        boolean isBlind = flaw == Flaw.NOT_READ_AGAIN && !own.isEmpty();
        boolean isNarrow = flaw == Flaw.SIBLINGS_ARE_IGNORED && all.size() > 1;
        return isBlind ? own : isNarrow ? all.subList(0, 1) : all;
    }

    private void write(Contender process, Claimant.Step.Write write) {
        Site site = sites.get(random.nextInt(sites.size()));
        boolean[] isOver = {false};
        if (isReachable(process, site)) {
            in(delay(), () -> arrive(process, site, write, isOver));
        }
        in(TIMEOUT_MILLIS, () -> finish(process, Claimant.Written.PERHAPS, isOver));
    }

    private void arrive(Contender process, Site site, Claimant.Step.Write write, boolean[] isOver) {
        if (flaw == Flaw.TAKES_ALL_AWAY) {
            site.versions.clear();
        }
        String version = site.index + "~" + site.incarnation + ":" + ++site.written;
        write.replaces().forEach(site.versions::remove);
        site.versions.put(version, new Versioned(write.document()));
        site.seen.add(version);
        awaitReplicas(process, version, flaw == Flaw.ONE_SITE_IS_SAFE ? 1 : write.replicas(), isOver);
    }

    private void awaitReplicas(Contender process, String version, int replicas, boolean[] isOver) {
        if (isOver[0]) {
            return;
        }
        long holding =
                sites.stream().filter(site -> site.seen.contains(version)).count();
        if (holding >= replicas) {
            in(delay(), () -> finish(process, Claimant.Written.SAFELY, isOver));
        } else {
            in(25, () -> awaitReplicas(process, version, replicas, isOver));
        }
    }

    private void finish(Contender process, Claimant.Written how, boolean[] isOver) {
        if (!isOver[0]) {
            isOver[0] = true;
            process.hear(() -> process.claimant.written(how, process.now()));
        }
    }

    private void trouble() {
        if (nowMillis > CALM_MILLIS) {
            cuts.clear();
            return;
        }
        int calm = 0;
        switch (random.nextInt(6)) {
            case 5 -> calm = ambush();
            case 0 -> {
                Contender victim = processes.get(random.nextInt(processes.size()));
                victim.pausedUntil = nowMillis + random.nextInt(12_000);
                pauses++;
            }
            case 1, 2 -> {
                cuts.add(Set.of(random.nextInt(sites.size()), 100 + random.nextInt(sites.size() + processes.size())));
                int one = random.nextInt(sites.size());
                int other = random.nextInt(sites.size());
                if (one != other) {
                    cuts.add(Set.of(one, other));
                }
                cutsMade++;
            }
            case 3 -> cuts.clear();
            default -> loseDisk();
        }
        in(calm + 300 + random.nextInt(2_500), this::trouble);
    }

    /**
     * One site hears nothing for a while; then another loses its disk, and hears from that one alone, as do most processes.
     * Tells for how many milliseconds nothing else should disturb it.
     */
    private int ambush() {
        if (sites.size() != 3) {
            return 0;
        }
        int stale = random.nextInt(3);
        int lost = (stale + 1 + random.nextInt(2)) % 3;
        int third = 3 - stale - lost;
        cuts.clear();
        cuts.add(Set.of(stale, lost));
        cuts.add(Set.of(stale, third));
        int spared = random.nextInt(processes.size());
        cutAllButOneFrom(third, spared);
        int wait = 3_600 + random.nextInt(2_000);
        in(wait, () -> {
            cuts.clear();
            if (nowMillis > CALM_MILLIS) {
                return;
            }
            cuts.add(Set.of(third, lost));
            cuts.add(Set.of(third, stale));
            cutAllButOneFrom(third, spared);
            loseDisk(sites.get(lost));
        });
        return wait;
    }

    /** So that the others read at the two other sites. */
    private void cutAllButOneFrom(int site, int spared) {
        for (int process = 0; process < processes.size(); process++) {
            if (process != spared) {
                cuts.add(Set.of(site, 100 + process));
            }
        }
    }

    private void loseDisk() {
        loseDisk(sites.get(random.nextInt(sites.size())));
    }

    /** One at a time: only when all others count. */
    private void loseDisk(Site site) {
        if (sites.size() < 3 || sites.stream().anyMatch(other -> other.caughtUpWith != null)) {
            return;
        }
        site.incarnation++;
        site.written = 0;
        site.versions = new TreeMap<>();
        site.seen = new HashSet<>();
        site.caughtUpWith = new HashSet<>();
        lostDisks++;
    }

    private boolean isReachable(Contender process, Site site) {
        return !cuts.contains(Set.of(site.index, 100 + processes.indexOf(process)));
    }

    private boolean isCut(Site one, Site other) {
        return cuts.contains(Set.of(one.index, other.index));
    }

    private long delay() {
        return random.nextInt(20) == 0 ? random.nextInt(400) : 1 + random.nextInt(10);
    }

    private void in(long millis, Runnable action) {
        tasks.add(new Task(nowMillis + millis, scheduled++, action));
    }
}
