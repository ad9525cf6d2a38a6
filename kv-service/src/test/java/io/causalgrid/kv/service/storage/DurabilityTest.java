package io.causalgrid.kv.service.storage;

import static io.causalgrid.kv.service.storage.RandomSites.A;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.causalgrid.kv.core.record.Value;
import io.causalgrid.kv.core.state.StateException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DurabilityTest {
    private static final Value SOME = Value.text("some");

    @TempDir
    Path directory;

    private final Model model = new Model(A);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aCrashLeavesAStateThatWasOnceThereAndNothingOlderThanWasDurable(long seed) throws IOException {
        var sites = new RandomSites(seed);
        Map<Long, Model> history = new HashMap<>(Map.of(0L, sites.model(A).copy()));
        List<Long> durable = new ArrayList<>();
        try (RocksState state = States.open(directory.resolve("live"), A)) {
            for (int i = 0; i < 12; i++) {
                for (int steps = sites.random().nextInt(8); steps >= 0; steps--) {
                    States.step(sites, A, state, 1);
                    history.put(state.point().position(), sites.model(A).copy());
                }
                if (sites.random().nextBoolean()) {
                    States.flush(state);
                }
                durable.add(state.durablePosition());
                States.copy(directory.resolve("live"), directory.resolve("crashed" + i));
            }
        }

        for (int i = 0; i < durable.size(); i++) {
            try (RocksState state = States.open(directory.resolve("crashed" + i), A)) {
                long position = state.point().position();
                assertThat(position).isEqualTo(durable.get(i)).isEqualTo(state.durablePosition());
                States.assertSame(state, Objects.requireNonNull(history.get(position)));
            }
        }
    }

    @Test
    void closingMakesEverythingDurable() {
        try (RocksState state = States.open(directory, A)) {
            States.put(model, state, "a", SOME);
        }
        try (RocksState state = States.open(directory, A)) {
            States.assertSame(state, model);
        }
    }

    @Test
    void noFileOfTheStateIsThereBeforeTheLogIsSynced() {
        List<Long> filesSeen = new CopyOnWriteArrayList<>();
        try (RocksState state = States.open(directory, A, () -> filesSeen.add(tables()))) {
            States.put(model, state, "a", SOME);
            long before = tables();

            States.flush(state);

            assertThat(tables()).isGreaterThan(before);
            assertThat(filesSeen).isNotEmpty().allMatch(files -> files == before);
        }
    }

    @Test
    void whatCannotBeLoggedIsNotFlushed() {
        var logFails = new AtomicBoolean(true);
        try (RocksState state = States.open(directory, A, () -> {
            if (logFails.get()) {
                throw new IllegalStateException("the log's disk is full");
            }
        })) {
            States.put(model, state, "a", SOME);
            long before = tables();

            assertThatThrownBy(() -> state.createCheckpoint(directory.resolve("copy")))
                    .hasMessageContaining("the log's disk is full");

            assertThat(tables()).isEqualTo(before);
            assertThat(state.durablePosition()).isZero();
            assertThat(state.isBroken()).isFalse();
            logFails.set(false);
            States.flush(state);
        }
    }

    @Test
    void aCommitThatFindsMemoryFullWaitsForAFlush() {
        var settings = new StorageSettings(1 << 20, 10_000, States.EAGER.flushInterval(), 4);
        try (RocksState state = RocksState.open(directory, settings, A, () -> {})) {
            for (int i = 0; i < 100; i++) {
                States.put(model, state, "key" + i, Value.of("any", new byte[1000]));
                assertThat(state.point().position() - state.durablePosition()).isLessThan(25);
            }
        }
    }

    @Test
    void afterItsDiskHasFailedItGoesOnFromWhatIsDurable() throws IOException {
        Path generation = directory.resolve("state/generation-0");
        Path gone = directory.resolve("gone");
        try (RocksState state = States.open(directory, A)) {
            States.put(model, state, "a", SOME);
            States.flush(state);
            Model durable = model.copy();
            Files.move(generation, gone);

            States.put(model, state, "b", SOME);
            state.persist();
            Awaitility.await().until(state::isBroken);
            assertThatThrownBy(() -> States.put(model, state, "c", SOME))
                    .isInstanceOf(StateException.class)
                    .hasMessageContaining(generation.toString());
            assertThatThrownBy(state::recover).isInstanceOf(StateException.class);
            DurableFiles.deleteTree(generation); // RocksDB makes the directory in which it then finds nothing
            Files.move(gone, generation);
            state.recover();

            assertThat(state.isBroken()).isFalse();
            States.assertSame(state, durable);
            States.put(durable, state, "b", SOME);
            States.flush(state);
            States.assertSame(state, durable);
        }
    }

    @Test
    void aDamagedStateIsRefusedWithItsDirectory() throws IOException {
        try (RocksState state = States.open(directory, A)) {
            States.put(model, state, "a", SOME);
        }
        Path generation = directory.resolve("state/generation-0");
        for (String name : States.names(generation)) {
            if (name.endsWith(".sst")) {
                Files.writeString(generation.resolve(name), "no table");
            }
        }

        assertThatThrownBy(() -> States.open(directory, A))
                .isInstanceOf(StateException.class)
                .hasMessageContaining(generation.toString())
                .hasMessageContaining("backup");
    }

    @Test
    void aGenerationThatIsNamedAndNotThereIsNotMadeAnew() throws IOException {
        States.open(directory, A).close();
        DurableFiles.deleteTree(directory.resolve("state/generation-0"));

        assertThatThrownBy(() -> States.open(directory, A)).isInstanceOf(StateException.class);
    }

    @Test
    void aFirstGenerationThatWasNotNamedYetIsTaken() throws IOException {
        try (RocksState state = States.open(directory, A)) {
            States.put(model, state, "a", SOME);
        }
        Files.delete(directory.resolve("state/CURRENT"));

        try (RocksState state = States.open(directory, A)) {
            States.assertSame(state, model);
        }
    }

    /** How many of RocksDB's tables there are. */
    private long tables() {
        try (var files = Files.walk(directory.resolve("state"))) {
            return files.filter(file -> file.toString().endsWith(".sst")).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
