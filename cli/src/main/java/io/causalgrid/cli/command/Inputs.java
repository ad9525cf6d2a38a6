package io.causalgrid.cli.command;

import io.causalgrid.cli.terminal.Terminal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Opens what a command is told to read. */
final class Inputs {

    /** Stands for standard input, or output, in place of a file's name. */
    static final String STANDARD = "-";

    private Inputs() {}

    static InputStream open(String file, Terminal terminal) throws IOException {
        return file.equals(STANDARD) ? terminal.input() : Files.newInputStream(Path.of(file));
    }
}
