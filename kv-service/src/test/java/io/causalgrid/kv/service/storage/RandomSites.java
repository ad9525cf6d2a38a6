package io.causalgrid.kv.service.storage;

import io.causalgrid.kv.core.clock.Dot;
import io.causalgrid.kv.core.clock.HybridTimestamp;
import io.causalgrid.kv.core.clock.SiteId;
import io.causalgrid.kv.core.record.Mutation;
import io.causalgrid.kv.core.record.Replaces;
import io.causalgrid.kv.core.record.Transaction;
import io.causalgrid.kv.core.record.Value;
import io.causalgrid.kv.core.state.ReplicaState;
import io.causalgrid.kv.core.state.Version;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Two sites that write at random, each as its model says, and have not always heard of each other's writes. */
final class RandomSites {
    static final SiteId A = new SiteId("a", "1");
    static final SiteId B = new SiteId("b", "1");
    static final Instant EPOCH = Instant.ofEpochMilli(1_000_000);
    /** Within this time from {@link #EPOCH} everything expires that does. */
    static final int EXPIRY_MILLIS_MAX = 1_000;

    private static final List<String> KEYS =
            List.of(ReplicaState.SYSTEM_KEY, "a", "aa", "b", "\u00fc", "\uffee", "\ud83d\ude00", "z", "zz", "zzz");

    private final Random random;
    private final Map<SiteId, Model> models = new TreeMap<>(Map.of(A, new Model(A), B, new Model(B)));
    private final Map<SiteId, List<Transaction>> written = Map.of(A, new ArrayList<>(), B, new ArrayList<>());

    RandomSites(long seed) {
        this.random = new Random(seed);
    }

    Random random() {
        return random;
    }

    Model model(SiteId site) {
        return Objects.requireNonNull(models.get(site));
    }

    /** What a site does next: it writes, or it hears of the other's next write. Its model does not have it yet. */
    Transaction next(SiteId site) {
        Optional<Transaction> heard = random.nextBoolean() ? missing(site) : Optional.empty();
        return heard.orElseGet(() -> write(site));
    }

    /** The next write of the other site that this one has not heard of and has the causes of. */
    Optional<Transaction> missing(SiteId site) {
        SiteId other = site.equals(A) ? B : A;
        Model model = model(site);
        List<Transaction> all = Objects.requireNonNull(written.get(other));
        int heard = (int) model.log().applied().get(other);
        return heard < all.size() ? Optional.of(all.get(heard)) : Optional.empty();
    }

    /** Both sites do something, that many times. */
    void run(int steps) {
        for (int i = 0; i < steps; i++) {
            SiteId site = random.nextBoolean() ? A : B;
            model(site).apply(next(site));
        }
    }

    private Transaction write(SiteId site) {
        Model model = model(site);
        Dot dot = model.log().next();
        HybridTimestamp timestamp = model.log().highest().next();
        List<Mutation> mutations = IntStream.rangeClosed(0, random.nextInt(3))
                .mapToObj(_ -> KEYS.get(random.nextInt(KEYS.size())))
                .distinct()
                .map(key -> mutation(model, key))
                .toList();
        var transaction = new Transaction(dot, model.log().applied(), timestamp, mutations);
        Objects.requireNonNull(written.get(site)).add(transaction);
        return transaction;
    }

    private Mutation mutation(Model model, String key) {
        Replaces replaces = random.nextInt(3) == 0 ? some(model, key) : Replaces.ALL_SEEN;
        if (random.nextInt(4) == 0) {
            return new Mutation.Delete(key, replaces);
        }
        @Nullable
        Instant expiry = random.nextInt(3) == 0 ? EPOCH.plusMillis(1 + random.nextInt(EXPIRY_MILLIS_MAX)) : null;
        return new Mutation.Put(key, Value.text("v" + random.nextInt(1000)), replaces, expiry);
    }

    private Replaces some(Model model, String key) {
        Set<Dot> dots = model.read(key).versions().stream()
                .map(Version::dot)
                .filter(_ -> random.nextBoolean())
                .collect(Collectors.toSet());
        return new Replaces.Only(dots);
    }
}
