package io.causalgrid.kv.service.api;

import io.causalgrid.http.problems.Problems;
import io.causalgrid.kv.core.key.KeyRange;
import io.causalgrid.kv.core.key.StoreKeys;
import io.causalgrid.kv.core.state.Register;
import io.causalgrid.kv.core.state.ReplicaState.KeyedRegister;
import io.causalgrid.kv.core.state.ReplicaState.View;
import io.causalgrid.kv.core.state.Version;
import io.causalgrid.kv.service.memory.LargeBodies;
import io.causalgrid.kv.service.memory.Turn;
import io.causalgrid.kv.service.site.Site;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Pages of what the store has, each of them from one causal snapshot, and none too large to be held in memory. For virtual
 * threads.
 */
@Singleton
class Pages {
    private static final int LIMIT_DEFAULT = 100;
    private static final int LIMIT_MAX = 1_000;
    private static final long BYTES_MAX = 4L << 20;

    private final Site site;
    private final LargeBodies bodies;
    private final InstantSource clock;

    /**
     * A page.
     *
     * @param next the name of the last entry if there may be more
     */
    record Page<T>(List<T> entries, @Nullable String next) {}

    Pages(Site site, LargeBodies bodies, InstantSource clock) {
        this.site = site;
        this.bodies = bodies;
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

    /** Whether a client wants what the parameter is about; a 400 problem if it says neither {@code true} nor {@code false}. */
    static boolean isWanted(String parameter, @Nullable String text) {
        return switch (text) {
            case null -> false;
            case "false" -> false;
            case "true" -> true;
            default -> throw Problems.invalidRequest(parameter + " is true or false.");
        };
    }

    /** Keys behind {@code after} that begin with a prefix. */
    Page<Entry> keys(RoutingContext context, String prefix, @Nullable String after, int limit, boolean values) {
        var reading = new Reading<Entry>(
                StoreKeys.keys(prefix, after),
                limit,
                register -> StoreKeys.key(register).orElseThrow(),
                (key, visible) -> Entry.ofKey(key, visible, values),
                values);
        return page(context, reading);
    }

    /** Fields of a map behind {@code after}. */
    Page<Entry> fields(RoutingContext context, String map, @Nullable String after, int limit) {
        KeyRange range = StoreKeys.fields(map, after);
        var reading = new Reading<Entry>(
                List.of(range), limit, register -> StoreKeys.inner(range, register), Entry::ofField, true);
        return page(context, reading);
    }

    /** Elements of a set behind {@code after}. */
    Page<String> elements(RoutingContext context, String set, @Nullable String after, int limit) {
        KeyRange range = StoreKeys.elements(set, after);
        var reading = new Reading<String>(
                List.of(range), limit, register -> StoreKeys.inner(range, register), (element, _) -> element, false);
        return page(context, reading);
    }

    /** If it becomes large, it is read again when it is its turn, and nothing of it is kept until then. */
    private <T> Page<T> page(RoutingContext context, Reading<T> reading) {
        return smallPage(reading).orElseGet(() -> {
            Turn turn = bodies.awaitAnswer(context, BYTES_MAX);
            Collector<T> large = collect(reading, BYTES_MAX);
            turn.shrinkTo(large.bytes);
            return large.page();
        });
    }

    private <T> Optional<Page<T>> smallPage(Reading<T> reading) {
        Collector<T> small = collect(reading, LargeBodies.SMALL_BYTES_MAX);
        return small.isTooLarge() ? Optional.empty() : Optional.of(small.page());
    }

    private <T> Collector<T> collect(Reading<T> reading, long bytesMax) {
        return site.view(view -> {
                    var collector = new Collector<T>(reading, bytesMax, clock.instant());
                    collector.collect(view);
                    return collector;
                })
                .await()
                .indefinitely();
    }

    /**
     * What is to be read, and what to make of it.
     *
     * @param showsValues whether an entry has the value in it
     */
    private record Reading<T>(
            List<KeyRange> ranges,
            int limit,
            Function<String, String> name,
            BiFunction<String, Register, T> entry,
            boolean showsValues) {}

    private static final class Collector<T> {
        private static final int ENTRY_BYTES = 100; // what an entry takes beside key and value

        private final Reading<T> reading;
        private final long bytesMax;
        private final Instant now;
        private final List<T> entries = new ArrayList<>();
        private long bytes;
        private @Nullable String last;

        Collector(Reading<T> reading, long bytesMax, Instant now) {
            this.reading = reading;
            this.bytesMax = bytesMax;
            this.now = now;
        }

        Page<T> page() {
            return new Page<>(entries, isFull() ? last : null);
        }

        void collect(View view) {
            for (KeyRange range : reading.ranges) {
                if (!isFull()) {
                    view.walk(range, this::add);
                }
            }
        }

        boolean isTooLarge() {
            return bytes >= bytesMax;
        }

        private boolean isFull() {
            return entries.size() >= reading.limit || isTooLarge();
        }

        private boolean add(KeyedRegister keyed) {
            Register visible = keyed.register().visibleAt(now);
            Version winner = visible.winner();
            if (winner != null) {
                last = reading.name.apply(keyed.key());
                entries.add(reading.entry.apply(last, visible));
                bytes += ENTRY_BYTES
                        + last.length()
                        + (reading.showsValues ? winner.value().length() : 0);
            }
            return !isFull();
        }
    }
}
