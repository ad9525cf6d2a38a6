package io.causalgrid.kv.core.disk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileDiskTest {
    @TempDir
    Path parent;

    @SuppressWarnings("NullAway.Init")
    private FileDisk disk;

    @BeforeEach
    void open() throws IOException {
        disk = new FileDisk(parent.resolve("log"));
    }

    @Test
    void whatIsWrittenIsReadAgain() throws IOException {
        try (DiskFile file = disk.create("a")) {
            file.write(0, bytes("hello"));
            file.write(5, bytes(" world"));
            file.sync();
            disk.syncNames();
        }

        try (DiskFile file = disk.open("a")) {
            assertThat(file.size()).isEqualTo(11);
            assertThat(read(file, 3, 5)).isEqualTo("lo wo");
            assertThat(file.path()).endsWith("a").startsWith(parent.toString());
        }
    }

    @Test
    void aFileCanBeCutOff() throws IOException {
        try (DiskFile file = disk.create("a")) {
            file.write(0, bytes("hello"));
            file.truncate(2);

            assertThat(file.size()).isEqualTo(2);
            assertThatThrownBy(() -> read(file, 0, 3)).isInstanceOf(EOFException.class);
        }
    }

    @Test
    void namesAreInOrderAndOfFilesThatAreThere() throws IOException {
        disk.create("b").close();
        disk.create("a").close();
        disk.create("c").close();

        disk.delete("b");
        disk.delete("b");

        assertThat(disk.names()).containsExactly("a", "c");
        assertThatThrownBy(() -> disk.create("a")).isInstanceOf(FileAlreadyExistsException.class);
        assertThatThrownBy(() -> disk.open("b")).isInstanceOf(NoSuchFileException.class);
    }

    private static String read(DiskFile file, long offset, int count) throws IOException {
        ByteBuffer target = ByteBuffer.allocate(count);
        file.read(offset, target);
        return new String(target.array(), UTF_8);
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(UTF_8));
    }
}
