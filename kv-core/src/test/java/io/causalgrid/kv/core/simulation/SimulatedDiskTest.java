package io.causalgrid.kv.core.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.causalgrid.kv.core.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SimulatedDiskTest {
    private final SimulatedDisk disk = new SimulatedDisk();

    @Test
    void whatIsSyncedSurvivesEveryCrash() throws IOException {
        DiskFile file = synced("a", "x".repeat(3000));

        disk.crash(new Random(1));

        assertThat(disk.content("a")).hasSize(3000).containsOnly('x');
        assertThatThrownBy(() -> file.write(0, bytes("y"))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void ofWhatIsNotSyncedAnySectorAnyLengthAndAnyNameMayBeLost() throws IOException {
        var lengths = new HashSet<Integer>();
        var sectors = new HashSet<String>();
        var names = new HashSet<Set<String>>();
        var random = new Random(1);
        for (int run = 0; run < 200; run++) {
            var tried = new SimulatedDisk();
            synced(tried, "a", "x".repeat(1024)).write(0, bytes("y".repeat(1500)));
            tried.create("b");
            tried.crash(random);
            byte[] content = tried.content("a");
            lengths.add(content.length);
            sectors.add("" + (char) content[0] + (char) content[600]);
            names.add(Set.copyOf(tried.names()));
        }
        assertThat(lengths).containsExactlyInAnyOrder(1024, 1500);
        assertThat(sectors).containsExactlyInAnyOrder("xx", "xy", "yx", "yy");
        assertThat(names).containsExactlyInAnyOrder(Set.of("a"), Set.of("a", "b"));
    }

    @Test
    void aLyingSyncMakesNothingDurable() throws IOException {
        disk.lieAboutSyncs(true);
        synced("a", "x");

        assertThat(disk.copy().names()).isEmpty();
    }

    @Test
    void faultsComeOnceOrUntilTheyAreTakenBack() throws IOException {
        DiskFile file = synced("a", "");
        disk.failNextWrite("full", 2);

        assertThatThrownBy(() -> file.write(0, bytes("xyz")))
                .isInstanceOf(IOException.class)
                .hasMessage("full");
        assertThat(disk.content("a")).isEqualTo("xy".getBytes(UTF_8));
        file.write(0, bytes("xyz"));

        disk.failNextSync("bad");
        assertThatThrownBy(file::sync).hasMessage("bad");
        file.sync();

        disk.failAlways("broken");
        assertThatThrownBy(() -> file.write(0, bytes("z"))).hasMessage("broken");
        assertThatThrownBy(() -> file.truncate(0)).hasMessage("broken");
        assertThatThrownBy(() -> disk.create("b")).hasMessage("broken");
        disk.failAlways(null);
        file.truncate(0);
        assertThat(file.size()).isZero();
    }

    @Test
    void aBackupHoldsWhatWasDurableAndCanBePutBack() throws IOException {
        DiskFile file = synced("a", "old");
        SimulatedDisk backup = disk.copy();
        file.write(0, bytes("new"));
        file.sync();

        disk.loseEverything();
        assertThat(disk.names()).isEmpty();
        disk.restore(backup);

        assertThat(disk.content("a")).isEqualTo("old".getBytes(UTF_8));
    }

    @Test
    void namesAreKeptAsADirectoryKeepsThem() throws IOException {
        synced("a", "");

        assertThatThrownBy(() -> disk.create("a")).isInstanceOf(FileAlreadyExistsException.class);
        assertThatThrownBy(() -> disk.open("b")).isInstanceOf(NoSuchFileException.class);
        disk.delete("a");
        disk.delete("a");
        assertThat(disk.names()).isEmpty();
    }

    private DiskFile synced(String name, String content) throws IOException {
        return synced(disk, name, content);
    }

    private static DiskFile synced(SimulatedDisk disk, String name, String content) throws IOException {
        DiskFile file = disk.create(name);
        file.write(0, bytes(content));
        file.sync();
        disk.syncNames();
        return file;
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(UTF_8));
    }
}
