package io.causalgrid.kv.service.storage;

import static io.causalgrid.kv.service.storage.RandomSites.A;
import static io.causalgrid.kv.service.storage.RandomSites.B;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.causalgrid.kv.core.record.Value;
import io.causalgrid.kv.core.state.ReplicaState;
import io.causalgrid.kv.core.state.ReplicaState.KeyedRegister;
import io.causalgrid.kv.core.state.StateException;
import io.causalgrid.kv.core.state.StatePoint;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointTest {
    @TempDir
    Path root;

    @Test
    void itIsWholeHoweverManyCommitsAreMadeMeanwhile() throws Exception {
        try (RocksState state = States.open(root.resolve("live"), A);
                var copier = Executors.newSingleThreadExecutor()) {
            Future<?> copying = copier.submit(() -> {
                for (int i = 0; i < 5; i++) {
                    state.createCheckpoint(root.resolve("copy" + i));
                }
            });
            var model = new Model(A);
            for (int i = 0; i < 200 || !copying.isDone(); i++) {
                States.put(model, state, "key" + i % 50, Value.text("" + i));
            }
            copying.get();
        }

        long last = 0;
        for (int i = 0; i < 5; i++) {
            try (var reader = CheckpointReader.open(root.resolve("copy" + i))) {
                var tally = new Tally();
                read(reader, 1 << 20).forEach(entry -> tally.add(entry.key(), entry.register()));
                assertThat(tally.at(reader.point().log())).isEqualTo(reader.point());
                assertThat(reader.point().position()).isGreaterThanOrEqualTo(last);
                last = reader.point().position();
            }
        }
    }

    @Test
    void itsChunksAreBoundedAndHoldEverything() {
        var sites = new RandomSites(1);
        try (RocksState state = States.open(root.resolve("live"), A)) {
            States.step(sites, A, state, 60);
            state.createCheckpoint(root.resolve("copy"));
            States.step(sites, A, state, 10);
        }

        try (var reader = CheckpointReader.open(root.resolve("copy"))) {
            List<KeyedRegister> all = read(reader, Long.MAX_VALUE);
            assertThat(all.getFirst().key()).isEqualTo(ReplicaState.SYSTEM_KEY);
            assertThat(read(reader, 1)).isEqualTo(all);
            assertThat(reader.chunk(Optional.empty(), 1).entries()).hasSize(1);
            assertThat(reader.point().position()).isEqualTo(60);
        }
    }

    @Test
    void itBecomesTheOtherSitesState() {
        var sites = new RandomSites(2);
        Path incoming = root.resolve("other/incoming");
        try (RocksState state = States.open(root.resolve("live"), A);
                RocksState other = States.open(root.resolve("other"), B)) {
            States.step(sites, A, state, 60);
            state.createCheckpoint(root.resolve("copy"));
            try (var reader = CheckpointReader.open(root.resolve("copy"));
                    var staged = StagedSnapshot.create(incoming, "from-a", reader.point())) {
                SnapshotChunk chunk = reader.chunk(staged.resumeAfter(), 100);
                while (!chunk.isEmpty()) {
                    staged.append(SnapshotChunk.decode(chunk.encode()));
                    chunk = reader.chunk(staged.resumeAfter(), 100);
                }
                staged.complete();
            }
            Model empty = new Model(B);
            empty.merge(sites.model(A));

            other.install(empty.log(), "from-a").toCompletableFuture().join();

            StatePoint here = state.point();
            assertThat(other.point()).isEqualTo(new StatePoint(empty.log(), here.digest(), here.keys()));
            assertThat(other.read(ReplicaState.SYSTEM_KEY)).isEqualTo(state.read(ReplicaState.SYSTEM_KEY));
        }
    }

    @Test
    void whatIsNoCheckpointIsRefused() {
        assertThatThrownBy(() -> CheckpointReader.open(root.resolve("nothing")))
                .isInstanceOf(StateException.class)
                .hasMessageContaining("nothing");
    }

    private static List<KeyedRegister> read(CheckpointReader reader, long bytesMax) {
        var all = new ArrayList<KeyedRegister>();
        SnapshotChunk chunk = reader.chunk(Optional.empty(), bytesMax);
        while (!chunk.isEmpty()) {
            all.addAll(chunk.entries());
            chunk = reader.chunk(chunk.lastKey(), bytesMax);
        }
        return all;
    }
}
