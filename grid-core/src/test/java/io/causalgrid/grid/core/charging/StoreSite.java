package io.causalgrid.grid.core.charging;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One site of the store: multi-value registers and a log of transactions, both on its disk. It takes writes always, sends
 * its log to the others, and tells a writer when a majority has what it wrote. A site that lost its disk counts for
 * nobody's majority until it has all that the others had.
 */
final class StoreSite extends Machine {
    /** Sites that ever were, with those that came back with an empty disk. */
    static final int INCARNATIONS_MAX = 12;

    private static final int SITES = 3;
    private static final int MAJORITY = 2;

    record Dot(int incarnation, int counter) {}

    record Version(Dot dot, Object value) {}

    /**
     * A write to one register.
     *
     * @param value null to leave nothing
     * @param replaces which of the values that stand there at the site
     */
    record Write(String key, @Nullable Object value, Predicate<Object> replaces) {}

    /** What a site says of some keys, and which writes it knows of at all. */
    @SuppressWarnings("ArrayRecordComponent") // never compared nor changed
    record Reading(Map<String, List<Version>> versions, int[] clock) {}

    private record Effect(String key, @Nullable Object value, Set<Dot> replaced) {}

    private record Transaction(Dot dot, List<Effect> effects) {}

    private record Waiting(int position, Consumer<Boolean> answer) {}

    /** What another site has of this one's log, as it said. */
    private static final class Peer {
        int position;
        boolean counts;
    }

    private final int index;
    private final Net net;
    private final Flaw flaw;
    private final List<StoreSite> sites;
    private final int[] nextIncarnation;
    private List<Transaction> log = new ArrayList<>();
    private Map<String, List<Version>> registers = new HashMap<>();
    private int[] clock = new int[INCARNATIONS_MAX];
    private int incarnation;
    private boolean isEligible = true;
    private final int[] received = new int[SITES];
    /** By which incarnation of the other; what an earlier one had says nothing. */
    private final int[] receivedFrom = new int[SITES];

    private final Set<Integer> caughtUpWith = new HashSet<>();
    private final Peer[] peers = new Peer[SITES];
    private final List<Waiting> waiting = new ArrayList<>();

    StoreSite(int index, List<StoreSite> sites, int[] nextIncarnation, World world) {
        super("s" + index, world.scheduler());
        this.index = index;
        this.incarnation = index;
        this.sites = sites;
        this.nextIncarnation = nextIncarnation;
        this.net = world.net();
        this.flaw = world.flaw();
        Arrays.setAll(peers, _ -> new Peer());
        Arrays.setAll(receivedFrom, site -> site);
    }

    boolean isEligible() {
        return isEligible;
    }

    /** Only while it is down. */
    void loseDisk() {
        log = new ArrayList<>();
        registers = new HashMap<>();
        clock = new int[INCARNATIONS_MAX];
        incarnation = nextIncarnation[0]++;
        isEligible = flaw == Flaw.DISK_LOST_SITE_COUNTS;
        caughtUpWith.clear();
        Arrays.fill(received, 0);
    }

    @Override
    void started() {
        Arrays.setAll(peers, _ -> new Peer());
        propagate();
    }

    @Override
    void crashed() {
        waiting.clear();
    }

    /** Writes a register in place of some versions alone. */
    void writeInPlaceOf(String key, Object value, List<String> replaces, long waitMillis, Consumer<Boolean> answer) {
        Set<Object> gone = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Version version : registers.getOrDefault(key, List.of())) {
            if (replaces.contains(version.dot().toString())) {
                gone.add(version.value());
            }
        }
        write(List.of(new Write(key, value, gone::contains)), waitMillis, answer);
    }

    /** Writes all or nothing; tells whether a majority has it within so long. If not it stands all the same. */
    void write(List<Write> writes, long waitMillis, Consumer<Boolean> answer) {
        var dot = new Dot(incarnation, clock[incarnation] + 1);
        List<Effect> effects = new ArrayList<>();
        for (Write write : writes) {
            Set<Dot> replaced = new HashSet<>();
            for (Version version : registers.getOrDefault(write.key(), List.of())) {
                if (write.replaces().test(version.value())) {
                    replaced.add(version.dot());
                }
            }
            effects.add(new Effect(write.key(), write.value(), replaced));
        }
        apply(new Transaction(dot, effects));
        var entry = new Waiting(log.size(), answer);
        waiting.add(entry);
        settle();
        after(waitMillis, () -> {
            if (waiting.remove(entry)) {
                answer.accept(false);
            }
        });
        for (StoreSite other : sites) {
            sendTo(other);
        }
    }

    /** What stands at some keys; null if it may not be asked. */
    @Nullable
    Reading read(Predicate<String> keys) {
        if (!isEligible) {
            return null;
        }
        Map<String, List<Version>> found = new HashMap<>();
        registers.forEach((key, versions) -> {
            if (keys.test(key)) {
                found.put(key, versions);
            }
        });
        return new Reading(found, clock.clone());
    }

    @Nullable
    Reading read(Set<String> keys) {
        if (!isEligible) {
            return null;
        }
        Map<String, List<Version>> found = new HashMap<>();
        keys.forEach(key -> found.put(key, registers.getOrDefault(key, List.of())));
        return new Reading(found, clock.clone());
    }

    private void propagate() {
        for (StoreSite other : sites) {
            sendTo(other);
        }
        after(250, this::propagate);
    }

    private void sendTo(StoreSite other) {
        if (other == this) {
            return;
        }
        int from = peers[other.index].position;
        int sender = incarnation;
        List<Transaction> part = List.copyOf(log.subList(Math.min(from, log.size()), log.size()));
        boolean isSound = isEligible;
        net.send(this, other, Net.Manner.STORE, () -> other.receive(this, sender, from, part, isSound));
    }

    private void receive(StoreSite from, int sender, int start, List<Transaction> part, boolean isSound) {
        if (receivedFrom[from.index] != sender) {
            if (receivedFrom[from.index] > sender) {
                return;
            }
            receivedFrom[from.index] = sender;
            received[from.index] = 0;
        }
        int has = received[from.index];
        if (start <= has) {
            for (int i = has - start; i < part.size(); i++) {
                Transaction transaction = part.get(i);
                if (transaction.dot().counter() == clock[transaction.dot().incarnation()] + 1) {
                    apply(transaction);
                }
            }
            received[from.index] = Math.max(has, start + part.size());
            if (isSound) {
                caughtUp(from.index);
            }
        }
        int position = received[from.index];
        int receiver = incarnation;
        boolean counts = isEligible;
        net.send(this, from, Net.Manner.STORE, () -> from.acknowledged(this, sender, receiver, position, counts));
    }

    private void caughtUp(int other) {
        if (!isEligible) {
            caughtUpWith.add(other);
            isEligible = caughtUpWith.size() >= MAJORITY;
        }
    }

    private void acknowledged(StoreSite by, int sender, int receiver, int position, boolean counts) {
        if (sender != incarnation || receiver != by.incarnation) {
            return; // of an earlier incarnation of either
        }
        Peer peer = peers[by.index];
        if (position > peer.position || counts != peer.counts || !counts) {
            peer.position = position;
            peer.counts = counts;
            settle();
        }
    }

    private void settle() {
        for (Waiting entry : List.copyOf(waiting)) {
            int copies = isEligible ? 1 : 0;
            for (StoreSite other : sites) {
                Peer peer = peers[other.index];
                if (other != this && peer.counts && peer.position >= entry.position()) {
                    copies++;
                }
            }
            if (copies >= MAJORITY) {
                waiting.remove(entry);
                entry.answer().accept(true);
            }
        }
    }

    private void apply(Transaction transaction) {
        log.add(transaction);
        clock[transaction.dot().incarnation()] = transaction.dot().counter();
        for (Effect effect : transaction.effects()) {
            List<Version> after = new ArrayList<>();
            for (Version version : registers.getOrDefault(effect.key(), List.of())) {
                if (!effect.replaced().contains(version.dot())) {
                    after.add(version);
                }
            }
            if (effect.value() != null) {
                after.add(new Version(transaction.dot(), effect.value()));
            }
            registers.put(effect.key(), after);
        }
    }
}
