package io.causalgrid.kv.service.storage;

import static io.causalgrid.kv.service.storage.RandomSites.A;
import static io.causalgrid.kv.service.storage.RandomSites.B;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.causalgrid.kv.core.fold.LogPoint;
import io.causalgrid.kv.core.key.KeyRange;
import io.causalgrid.kv.core.record.Value;
import io.causalgrid.kv.core.state.Register;
import io.causalgrid.kv.core.state.ReplicaState;
import io.causalgrid.kv.core.state.ReplicaState.KeyedRegister;
import io.causalgrid.kv.core.state.StateException;
import io.causalgrid.kv.core.state.StatePoint;
import io.causalgrid.kv.core.state.Version;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RocksStateTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void itHoldsWhatAMapWouldHold(long seed) {
        var sites = new RandomSites(seed);
        try (RocksState state = States.open(directory, A)) {
            for (int i = 0; i < 100; i++) {
                sites.model(B).apply(sites.next(B));
                States.step(sites, A, state, sites.random().nextInt(4));
                if (sites.random().nextInt(10) == 0) {
                    state.persist();
                }
                if (sites.random().nextInt(10) == 0) {
                    purge(sites, state);
                }
                States.assertSame(state, sites.model(A));
            }
        }
    }

    @Test
    void whatIsReadAfterARecoveryIsWhatWasDurable() {
        var model = new RandomSites(8).model(A);
        try (RocksState state = States.open(directory, A)) {
            States.put(model, state, "x", Value.text("durable"));
            States.flush(state);
            Register durable = state.read("x");
            States.put(model, state, "x", Value.text("not yet"));

            state.recover();

            assertThat(state.read("x")).isEqualTo(durable);
            assertThat(state.readIfCached("x").orElse(durable)).isEqualTo(durable);
        }
    }

    @Test
    void whatWasReadIsCoveredByWhatWasShown() throws Exception {
        var model = new RandomSites(7).model(A);
        var ended = new AtomicBoolean();
        try (RocksState state = States.open(directory, A);
                var reader = Executors.newSingleThreadExecutor()) {
            States.put(model, state, "x", Value.text("first"));
            Future<Integer> uncovered = reader.submit(() -> {
                int count = 0;
                while (!ended.get()) {
                    Version read = Objects.requireNonNull(state.read("x").winner());
                    count += state.shown().contains(read.dot()) ? 0 : 1;
                }
                return count;
            });

            for (int i = 0; i < 5_000; i++) {
                States.put(model, state, "x", Value.text("v" + i));
            }
            ended.set(true);

            assertThat(uncovered.get()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10_000})
    void aValueOfAnySizeIsReadAsItWasWrittenLast(int length) {
        var model = new RandomSites(9).model(A);
        try (RocksState state = States.open(directory, A)) {
            States.put(model, state, "x", Value.text("short"));
            States.put(model, state, "x", Value.text("v".repeat(length)));

            States.assertSame(state, model);
        }
    }

    @Test
    void whatHasExpiredGoesAndTheRestStays() {
        var sites = new RandomSites(6);
        Model model = sites.model(A);
        try (RocksState state = States.open(directory, A)) {
            States.step(sites, A, state, 50);
            Instant end = RandomSites.EPOCH.plusMillis(RandomSites.EXPIRY_MILLIS_MAX);
            StatePoint before = state.point();

            state.purge(end, 1);
            state.purge(end, Integer.MAX_VALUE);

            model.purge(end);
            States.assertSame(state, model);
            assertThat(state.point().log()).isEqualTo(before.log());
            assertThat(state.point().keys()).isLessThan(before.keys());
        }
    }

    @Test
    void pagesFollowEachOtherByTheBytesOfTheirKeys() {
        var sites = new RandomSites(7);
        try (RocksState state = States.open(directory, A)) {
            States.step(sites, A, state, 60);
            var pages = new ArrayList<KeyedRegister>();

            List<KeyedRegister> page = state.scan(KeyRange.ALL, 2);
            while (!page.isEmpty()) {
                pages.addAll(page);
                page = state.scan(KeyRange.ALL.startingAfter(page.getLast().key()), 2);
            }

            assertThat(pages).isEqualTo(sites.model(A).scan()).hasSizeGreaterThan(4);
            assertThat(pages).extracting(KeyedRegister::key).doesNotContain(ReplicaState.SYSTEM_KEY);
        }
    }

    @Test
    void whatIsInMemoryIsReadWithoutTheDisk() {
        var model = new Model(A);
        try (RocksState state = States.open(directory, A)) {
            for (int i = 0; i < 100; i++) { // more than fits into one block
                States.put(model, state, "key" + i, Value.of("any", new byte[1000]));
            }

            assertThat(state.readIfCached("key7")).contains(model.read("key7"));
            assertThat(state.readIfCached("no such key")).contains(Register.EMPTY);
        }

        try (RocksState state = States.open(directory, A)) {
            assertThat(state.readIfCached("key7")).isEmpty();
            assertThat(state.read("key7")).isEqualTo(model.read("key7"));
            assertThat(state.readIfCached("key7")).contains(model.read("key7"));
        }
    }

    @Test
    void thePointsOfTheLogComeBack() {
        var sites = new RandomSites(9);
        List<LogPoint> known;
        try (RocksState state = States.open(directory, A)) {
            for (int i = 0; i < 40; i++) {
                States.step(sites, A, state, 1);
            }
            state.dropPointsBefore(20);
            States.step(sites, A, state, 1);
            known = state.points().all();
            assertThat(known).hasSizeGreaterThan(4);
            assertThat(known.getFirst().position()).isBetween(10L, 20L);
        }

        try (RocksState state = States.open(directory, A)) {
            assertThat(state.points().all()).containsAll(known);
            assertThat(state.points().all().getFirst()).isEqualTo(known.getFirst());
            assertThat(state.points().all().getLast()).isEqualTo(state.point().log());
        }
    }

    @Test
    void anEmptyStateStartsWithItsSite() {
        try (RocksState state = States.open(directory, A)) {
            assertThat(state.point()).isEqualTo(StatePoint.start(A));
            assertThat(state.points().all()).containsExactly(LogPoint.start(A));
            assertThat(state.durablePosition()).isZero();
        }
        try (RocksState state = States.open(directory, B)) {
            assertThat(state.point()).isEqualTo(StatePoint.start(A));
        }
    }

    @Test
    void aClosedStateSaysSo() {
        RocksState state = States.open(directory, A);
        state.close();

        assertThatThrownBy(() -> state.read("a")).isInstanceOf(StateException.class);
        assertThat(state.isBroken()).isTrue();
    }

    private static void purge(RandomSites sites, RocksState state) {
        Instant now = RandomSites.EPOCH.plusMillis(sites.random().nextInt(RandomSites.EXPIRY_MILLIS_MAX));
        state.purge(now, Integer.MAX_VALUE);
        sites.model(A).purge(now);
    }
}
