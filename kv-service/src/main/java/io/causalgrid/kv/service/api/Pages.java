package io.causalgrid.kv.service.api;

import io.causalgrid.http.problems.Problems;
import io.causalgrid.kv.core.key.KeyRange;
import io.causalgrid.kv.core.key.StoreKeys;
import io.causalgrid.kv.core.state.Register;
import io.causalgrid.kv.core.state.ReplicaState.KeyedRegister;
import io.causalgrid.kv.core.state.ReplicaState.View;
import io.causalgrid.kv.core.state.Version;
import io.causalgrid.kv.service.site.Site;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Pages of what the store has, each of them from one causal snapshot, and none too large to be held in memory. */
@Singleton
class Pages {
    private static final int LIMIT_DEFAULT = 100;
    private static final int LIMIT_MAX = 1_000;
    private static final long BYTES_MAX = 4L << 20;

    private final Site site;
    private final InstantSource clock;

    /**
     * A page.
     *
     * @param next the name of the last entry if there may be more
     */
    record Page<T>(List<T> entries, @Nullable String next) {}

    Pages(Site site, InstantSource clock) {
        this.site = site;
        this.clock = clock;
    }

    /** How many entries a client wants; a 400 problem if that is no number from 1 to 1,000. */
    static int limit(@Nullable String text) {
        if (text == null) {
            return LIMIT_DEFAULT;
        }
        try {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= LIMIT_MAX) {
                return limit;
            }
        } catch (NumberFormatException _) {
            // as if it were out of range
        }
        throw Problems.invalidRequest("limit is a number from 1 to " + LIMIT_MAX + ".");
    }

    /** Keys behind {@code after} that begin with a prefix. */
    Uni<Page<Entry>> keys(String prefix, @Nullable String after, int limit, boolean values) {
        return page(
                StoreKeys.keys(prefix, after),
                limit,
                register -> StoreKeys.key(register).orElseThrow(),
                (key, visible) -> Entry.ofKey(key, visible, values));
    }

    /** Fields of a map behind {@code after}. */
    Uni<Page<Entry>> fields(String map, @Nullable String after, int limit) {
        KeyRange range = StoreKeys.fields(map, after);
        return page(List.of(range), limit, register -> StoreKeys.inner(range, register), Entry::ofField);
    }

    /** Elements of a set behind {@code after}. */
    Uni<Page<String>> elements(String set, @Nullable String after, int limit) {
        KeyRange range = StoreKeys.elements(set, after);
        return page(List.of(range), limit, register -> StoreKeys.inner(range, register), (element, _) -> element);
    }

    private <T> Uni<Page<T>> page(
            List<KeyRange> ranges, int limit, Function<String, String> name, BiFunction<String, Register, T> entry) {
        return site.view(view -> {
            var collector = new Collector<T>(limit, clock.instant(), name, entry);
            collector.collect(view, ranges);
            return new Page<>(collector.entries, collector.isFull() ? collector.last : null);
        });
    }

    private static final class Collector<T> {
        private final int limit;
        private final Instant now;
        private final Function<String, String> name;
        private final BiFunction<String, Register, T> entry;
        private final List<T> entries = new ArrayList<>();
        private long bytes;
        private @Nullable String last;

        Collector(int limit, Instant now, Function<String, String> name, BiFunction<String, Register, T> entry) {
            this.limit = limit;
            this.now = now;
            this.name = name;
            this.entry = entry;
        }

        void collect(View view, List<KeyRange> ranges) {
            for (KeyRange range : ranges) {
                if (!isFull()) {
                    view.walk(range, this::add);
                }
            }
        }

        boolean isFull() {
            return entries.size() >= limit || bytes >= BYTES_MAX;
        }

        private boolean add(KeyedRegister keyed) {
            Register visible = keyed.register().visibleAt(now);
            Version winner = visible.winner();
            if (winner != null) {
                last = name.apply(keyed.key());
                entries.add(entry.apply(last, visible));
                bytes += winner.value().length();
            }
            return !isFull();
        }
    }
}
