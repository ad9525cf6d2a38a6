package io.causalgrid.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFileTest {

    @TempDir
    private Path directory;

    @Test
    void theTailIsTheLastLines() throws IOException {
        Path path = Files.writeString(directory.resolve("a.log"), "1\n2\n3\n");

        assertThat(new LogFile(path).tail(2).lines()).containsExactly("2", "3");
    }

    @Test
    void followingGivesWhatWasAddedSince() throws IOException {
        Path path = Files.writeString(directory.resolve("a.log"), "1\n2\n");
        long end = new LogFile(path).tail(1).end();
        Files.writeString(path, "3\n", StandardOpenOption.APPEND);

        assertThat(new LogFile(path).after(end).lines()).containsExactly("3");
    }

    @Test
    void aLogThatWasPutAsideIsFollowedFromItsNewBeginning() throws IOException {
        Path path = Files.writeString(directory.resolve("a.log"), "1\n2\n3\n");
        long end = new LogFile(path).tail(1).end();
        Files.writeString(path, "new\n");

        assertThat(new LogFile(path).after(end).lines()).containsExactly("new");
    }

    @Test
    void aLogThatDoesNotExistYetIsEmpty() {
        var log = new LogFile(directory.resolve("none.log"));

        assertThat(log.tail(10).lines()).isEmpty();
        assertThat(log.quotedEnd("node1", 10)).endsWith("\n  | (empty)");
    }

    @Test
    void aMessageQuotesTheLastLinesUnderTheProcesssName() throws IOException {
        Path path = Files.writeString(directory.resolve("a.log"), "1\n2\n3\n");

        assertThat(new LogFile(path).quotedEnd("node1", 2))
                .isEqualTo("The end of node1's log (" + path + "):\n  | 2\n  | 3");
    }
}
