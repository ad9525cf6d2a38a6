package io.causalgrid.kv.service.storage;

import static io.causalgrid.kv.service.storage.RandomSites.A;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.causalgrid.kv.core.record.Value;
import io.causalgrid.kv.core.state.ReplicaState.KeyedRegister;
import io.causalgrid.kv.core.state.StateException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StagedSnapshotTest {
    private static final String NAME = "from-a";

    @TempDir
    Path incoming;

    private final Model model = new Model(A);

    @BeforeEach
    void writeThreeKeys() {
        List.of("", "a", "b", "c").forEach(key -> model.apply(model.put(key, Value.text(key))));
    }

    @Test
    void whatCameInIsThereInItsOrder() {
        try (var staged = begin(4)) {
            staged.complete();
            assertThat(staged.isComplete()).isTrue();
        }

        try (var reader = SnapshotReader.open(incoming, NAME)) {
            assertThat(reader.source()).isEqualTo(model.point());
            var read = new ArrayList<KeyedRegister>();
            for (KeyedRegister next = reader.next(); next != null; next = reader.next()) {
                read.add(next);
            }
            assertThat(read).isEqualTo(model.entries());
        }
    }

    @Test
    void itGoesOnBehindTheLastKeyThatIsThere() {
        begin(2).close();

        try (var staged = StagedSnapshot.resume(incoming, NAME).orElseThrow()) {
            assertThat(staged.source()).isEqualTo(model.point());
            assertThat(staged.resumeAfter()).contains("a");
            assertThat(staged.isComplete()).isFalse();
            append(staged, 2, 4);
            staged.complete();
        }
        try (var staged = StagedSnapshot.resume(incoming, NAME).orElseThrow()) {
            assertThat(staged.isComplete()).isTrue();
        }
    }

    @Test
    void whereverTheFileIsTornItGoesOnFromAWholeChunk() throws IOException {
        begin(4).close();
        Path file = incoming.resolve(NAME).resolve(StagedSnapshot.FILE);
        byte[] whole = Files.readAllBytes(file);
        for (int length = whole.length - 1; length >= 0; length--) {
            cut(file, whole, length);

            var resumed = StagedSnapshot.resume(incoming, NAME);

            if (resumed.isPresent()) {
                try (var staged = resumed.get()) {
                    int there = staged.resumeAfter()
                            .map(key -> keys().indexOf(key) + 1)
                            .orElse(0);
                    append(staged, there, 4);
                    staged.complete();
                }
                assertThat(Files.size(file)).isGreaterThan(whole.length);
            }
        }
    }

    @Test
    void aDamagedChunkAndAllBehindItAreGone() throws IOException {
        begin(4).close();
        Path file = incoming.resolve(NAME).resolve(StagedSnapshot.FILE);
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 1] ^= 1;
        Files.write(file, bytes);

        try (var staged = StagedSnapshot.resume(incoming, NAME).orElseThrow()) {
            assertThat(staged.resumeAfter()).contains("b");
        }
    }

    @Test
    void whatIsNotWhatItsSourceHasIsDeleted() {
        try (var staged = begin(3)) {
            assertThatThrownBy(staged::complete)
                    .isInstanceOf(CorruptSnapshotException.class)
                    .hasMessageContaining("over 2 keys")
                    .hasMessageContaining("over 3");
        }

        assertThat(StagedSnapshot.resume(incoming, NAME)).isEmpty();
        assertThat(StagedSnapshot.names(incoming)).isEmpty();
    }

    @Test
    void keysOutOfOrderAreRefused() {
        try (var staged = begin(3)) {
            assertThatThrownBy(() -> append(staged, 1, 2)).isInstanceOf(CorruptSnapshotException.class);

            append(staged, 3, 4);
            staged.complete();
        }
    }

    @Test
    void whatIsNotCompleteCannotBeRead() {
        begin(4).close();

        try (var reader = SnapshotReader.open(incoming, NAME)) {
            assertThatThrownBy(() -> {
                        while (reader.next() != null) {
                            // to its end, which is not there
                        }
                    })
                    .isInstanceOf(StateException.class)
                    .hasMessageContaining(NAME);
        }
    }

    @Test
    void aNameIsNoPath() {
        assertThatThrownBy(() -> StagedSnapshot.delete(incoming, "../state"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private StagedSnapshot begin(int entries) {
        var staged = StagedSnapshot.create(incoming, NAME, model.point());
        append(staged, 0, entries);
        return staged;
    }

    /** Appends a chunk for each of those entries. */
    private void append(StagedSnapshot staged, int from, int to) {
        model.entries().subList(from, to).forEach(entry -> staged.append(new SnapshotChunk(List.of(entry))));
    }

    private List<String> keys() {
        return model.entries().stream().map(KeyedRegister::key).toList();
    }

    private static void cut(Path file, byte[] whole, int length) throws IOException {
        Files.write(file, whole);
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(length);
        }
    }
}
