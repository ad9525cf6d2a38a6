package io.causalgrid.kv.service.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.causalgrid.kv.core.record.Value;
import io.causalgrid.kv.core.state.StatePoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    @TempDir
    Path root;

    @Test
    void aSiteStartsAgainFromItsBackup() throws IOException {
        Path target = root.resolve("backup");
        Model saved;
        try (DataDirectory data = open("live");
                RocksState state = States.open(data.path(), data.firstIdentity())) {
            var model = new Model(data.firstIdentity());
            States.put(model, state, "a", Value.text("one"));
            saved = model.copy();

            StatePoint point = Backup.write(data, state, target, NOON);

            assertThat(point).isEqualTo(saved.point());
            States.put(model, state, "a", Value.text("two"));
            assertThat(data.isRestored()).isFalse();
        }
        assertThat(Files.readString(target.resolve("BACKUP")))
                .contains("taken=2026-01-01T12:00:00Z")
                .contains("position=1")
                .contains("applied={node0~0badcafe=1}");

        States.copy(target, root.resolve("restored"));
        try (DataDirectory data = open("restored");
                RocksState state = States.open(data.path(), data.firstIdentity())) {
            assertThat(data.isRestored()).isTrue();
            States.assertSame(state, saved);
            data.restoredHandled();
        }
        try (DataDirectory data = open("restored")) {
            assertThat(data.isRestored()).isFalse();
        }
    }

    @Test
    void nothingIsWrittenOver() throws IOException {
        Path target = Files.createDirectories(root.resolve("backup"));
        try (DataDirectory data = open("live");
                RocksState state = States.open(data.path(), data.firstIdentity())) {

            assertThatThrownBy(() -> Backup.write(data, state, target, NOON))
                    .isInstanceOf(DataDirectoryException.class)
                    .hasMessageContaining(target.toString());

            assertThat(States.names(target)).isEmpty();
        }
    }

    @Test
    void aBackupThatACrashEndedIsMadeAnew() throws IOException {
        Path target = root.resolve("backup");
        Files.createDirectories(root.resolve("backup.unfinished/state/generation-0"));
        try (DataDirectory data = open("live");
                RocksState state = States.open(data.path(), data.firstIdentity())) {

            StatePoint point = Backup.write(data, state, target, NOON);

            assertThat(point).isEqualTo(state.point());
            assertThat(States.names(root)).containsExactly("backup", "live");
        }
    }

    private DataDirectory open(String name) {
        return DataDirectory.open(root.resolve(name), "east", "node0", () -> "0badcafe");
    }
}
