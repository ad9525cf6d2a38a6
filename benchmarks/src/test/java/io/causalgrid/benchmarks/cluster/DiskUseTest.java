package io.causalgrid.benchmarks.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskUseTest {
    @Test
    void filesOfAllDepthsCount(@TempDir Path directory) throws Exception {
        Files.write(directory.resolve("a"), new byte[100]);
        Files.write(Files.createDirectories(directory.resolve("b/c")).resolve("d"), new byte[11]);

        assertThat(DiskUse.of(directory)).isEqualTo(111);
    }

    @Test
    void whatIsNotThereTakesNothing(@TempDir Path directory) {
        assertThat(DiskUse.of(directory.resolve("gone"))).isZero();
    }
}
