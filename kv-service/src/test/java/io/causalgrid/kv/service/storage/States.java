package io.causalgrid.kv.service.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.causalgrid.kv.core.clock.SiteId;
import io.causalgrid.kv.core.key.KeyRange;
import io.causalgrid.kv.core.record.Value;
import io.causalgrid.kv.core.state.StateBatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** Opening, filling, copying and comparing states in tests. */
final class States {
    /** Everything is due for a flush at once, and points are close together. */
    static final StorageSettings EAGER = new StorageSettings(1 << 20, 1 << 20, Duration.ZERO, 4);

    private States() {}

    static RocksState open(Path directory, SiteId self) {
        return open(directory, self, () -> {});
    }

    static RocksState open(Path directory, SiteId self, Runnable beforeFlush) {
        return RocksState.open(directory, EAGER, self, beforeFlush);
    }

    /** Lets a site do something, in the model and in the state, in one batch. */
    static void step(RandomSites sites, SiteId site, RocksState state, int transactions) {
        StateBatch batch = state.begin();
        for (int i = 0; i < transactions; i++) {
            sites.model(site).apply(sites.next(site), batch);
        }
        state.commit(batch);
    }

    /** Lets the model's site write a value, in the model and in the state. */
    static void put(Model model, RocksState state, String key, Value value) {
        StateBatch batch = state.begin();
        model.apply(model.put(key, value), batch);
        state.commit(batch);
    }

    static void assertSame(RocksState state, Model model) {
        assertThat(state.point()).isEqualTo(model.point());
        assertThat(state.scan(KeyRange.ALL, Integer.MAX_VALUE)).isEqualTo(model.scan());
        model.entries().forEach(entry -> assertThat(state.read(entry.key())).isEqualTo(entry.register()));
    }

    /** Makes durable what was committed. */
    static void flush(RocksState state) {
        state.persist();
        Awaitility.await().until(() -> state.durablePosition() == state.point().position());
    }

    /** Copies a directory as a crash at this moment would leave it. */
    static Path copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
        return to;
    }

    static List<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
