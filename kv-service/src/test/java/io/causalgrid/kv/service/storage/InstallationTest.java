package io.causalgrid.kv.service.storage;

import static io.causalgrid.kv.service.storage.RandomSites.A;
import static io.causalgrid.kv.service.storage.RandomSites.B;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.causalgrid.kv.core.clock.VersionVector;
import io.causalgrid.kv.core.fold.LogPoint;
import io.causalgrid.kv.core.key.KeyRange;
import io.causalgrid.kv.core.record.Value;
import io.causalgrid.kv.core.state.Register;
import io.causalgrid.kv.core.state.ReplicaState.KeyedRegister;
import io.causalgrid.kv.core.state.StateException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InstallationTest {
    private static final String NAME = "from-b";
    private static final Value OLD = Value.text("old");
    private static final Value NEW = Value.text("new");
    private static final List<String> KEYS =
            IntStream.range(0, 500).mapToObj(i -> "key" + i).toList();

    @TempDir
    Path root;

    private Path live = Path.of("");

    @BeforeEach
    void makeDirectories() throws IOException {
        live = root.resolve("live");
        Files.createDirectories(live.resolve("incoming"));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void itGivesWhatHearingOfTheOthersWritesWouldHaveGiven(long seed) throws IOException {
        var sites = new RandomSites(seed);
        try (RocksState state = States.open(live, A)) {
            run(sites, state, 60);
            Model merged = sites.model(A).copy();
            merged.merge(sites.model(B));
            stage(live, sites.model(B));

            await(state.install(merged.log(), NAME));

            States.assertSame(state, merged);
            assertThat(state.durablePosition()).isEqualTo(merged.log().position());
            assertThat(StagedSnapshot.names(live.resolve("incoming"))).isEmpty();
            assertThat(States.names(live.resolve("state"))).containsExactly("CURRENT", "generation-1");
            hearAll(sites);
            assertThat(state.point().digest()).isEqualTo(sites.model(A).point().digest());
        }
    }

    @Test
    void theLogHasAGapAndAPointThere() throws IOException {
        var sites = new RandomSites(9);
        try (RocksState state = States.open(live, A)) {
            run(sites, state, 60);
            List<LogPoint> before = state.points().all();
            VersionVector missing = sites.model(B).log().applied().only(B);
            LogPoint after = installed(sites);
            stage(live, sites.model(B));

            await(state.install(after, NAME));

            var gaps = state.points().gaps();
            assertThat(gaps).hasSize(1).containsEntry(after.position(), missing);
            assertThat(state.points().all()).containsAll(before).endsWith(after);
        }
        try (RocksState state = States.open(live, A)) {
            assertThat(state.points().gaps()).hasSize(1);
            assertThat(state.point().log()).isEqualTo(installed(sites));
        }
    }

    @Test
    void aCrashLeavesTheOldStateOrTheNewOne() throws IOException {
        var sites = new RandomSites(10);
        var copies = new AtomicInteger();
        try (RocksState state = States.open(live, A, () -> copyIfInstalling(copies))) {
            run(sites, state, 60);
            States.flush(state);
            stage(live, sites.model(B));
            Model old = sites.model(A).copy();
            Model merged = old.copy();
            merged.merge(sites.model(B));

            await(state.install(merged.log(), NAME));

            Path afterwards = States.copy(live, root.resolve("afterwards"));
            assertOpensAs(afterwards, merged);
            assertThat(copies).hasPositiveValue();
            for (int i = 0; i < copies.get(); i++) {
                Path crashed = root.resolve("crashed" + i);
                Path switched = States.copy(crashed, root.resolve("switched" + i));
                assertOpensAs(crashed, old);
                assertThat(StagedSnapshot.names(crashed.resolve("incoming"))).containsExactly(NAME);
                replace(switched.resolve("state"), live.resolve("state"));
                assertOpensAs(switched, merged);
            }
        }
    }

    @Test
    void readersSeeTheOldStateOrTheNewOne() throws Exception {
        var a = new Model(A);
        var b = new Model(B);
        try (RocksState state = States.open(live, A);
                var readers = Executors.newFixedThreadPool(3)) {
            KEYS.forEach(key -> States.put(a, state, key, OLD));
            b.merge(a);
            KEYS.forEach(key -> b.apply(b.put(key, NEW)));
            stage(live, b);
            a.merge(b);
            var done = new AtomicBoolean();
            var seen = new ArrayList<Future<Value>>();
            for (String key : List.of("key0", "key77", "key499")) {
                seen.add(readers.submit(() -> watch(state, key, done)));
            }

            await(state.install(a.log(), NAME));

            done.set(true);
            for (Future<Value> last : seen) {
                assertThat(last.get()).isEqualTo(NEW);
            }
        }
    }

    @Test
    void withoutItsSnapshotNothingChanges() throws IOException {
        var sites = new RandomSites(11);
        try (RocksState state = States.open(live, A)) {
            run(sites, state, 20);

            assertThatThrownBy(() -> await(state.install(installed(sites), NAME)))
                    .isInstanceOf(StateException.class)
                    .hasMessageContaining(NAME);
            States.assertSame(state, sites.model(A));
            run(sites, state, 20);
            States.assertSame(state, sites.model(A));

            stage(live, sites.model(B));
            await(state.install(installed(sites), NAME));
        }
    }

    /** Reads a key until it is told to stop; it may change from the old value to the new one, and nothing else. */
    private static Value watch(RocksState state, String key, AtomicBoolean done) {
        Value last = OLD;
        boolean goOn = true;
        while (goOn) {
            goOn = !done.get();
            Value read = only(state.read(key));
            assertThat(read).isIn(last, NEW);
            assertThat(state.scan(KeyRange.ALL, Integer.MAX_VALUE)).hasSize(KEYS.size());
            state.readIfCached(key)
                    .ifPresent(register -> assertThat(only(register)).isIn(OLD, NEW));
            last = read;
        }
        return last;
    }

    private static Value only(Register register) {
        assertThat(register.versions()).hasSize(1);
        return register.versions().getFirst().value();
    }

    /** Lets both sites do something, of which the state takes what is done at its own. */
    private static void run(RandomSites sites, RocksState state, int steps) {
        for (int i = 0; i < steps; i++) {
            sites.model(B).apply(sites.next(B));
            States.step(sites, A, state, 1);
        }
    }

    private static LogPoint installed(RandomSites sites) {
        Model merged = sites.model(A).copy();
        merged.merge(sites.model(B));
        return merged.log();
    }

    /** Lets a site hear of all that the other has written. */
    private static void hearAll(RandomSites sites) {
        Model model = sites.model(A);
        for (var next = sites.missing(A); next.isPresent(); next = sites.missing(A)) {
            model.apply(next.get());
        }
    }

    private static void stage(Path directory, Model source) {
        try (var staged = StagedSnapshot.create(directory.resolve("incoming"), NAME, source.point())) {
            for (KeyedRegister entry : source.entries()) {
                staged.append(new SnapshotChunk(List.of(entry)));
            }
            staged.complete();
        }
    }

    /** Copies the directory while a second generation is being made. */
    private void copyIfInstalling(AtomicInteger copies) {
        if (Files.exists(live.resolve("state/generation-1"))) {
            try {
                States.copy(live, root.resolve("crashed" + copies.getAndIncrement()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Puts the new generation, and the file that names it, where the crash came just after that. */
    private static void replace(Path crashed, Path installed) throws IOException {
        DurableFiles.deleteTree(crashed.resolve("generation-1"));
        States.copy(installed.resolve("generation-1"), crashed.resolve("generation-1"));
        Files.copy(installed.resolve("CURRENT"), crashed.resolve("CURRENT"), StandardCopyOption.REPLACE_EXISTING);
    }

    private static void assertOpensAs(Path directory, Model model) throws IOException {
        try (RocksState state = States.open(directory, A)) {
            States.assertSame(state, model);
            assertThat(States.names(directory.resolve("state"))).hasSize(2); // CURRENT and one generation
        }
    }

    private static void await(CompletionStage<Void> stage) {
        try {
            stage.toCompletableFuture().join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }
}
