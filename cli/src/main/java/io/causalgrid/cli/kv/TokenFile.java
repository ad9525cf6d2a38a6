package io.causalgrid.cli.kv;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A file with a causality token, by which a session goes on from one command line to the next.
 *
 * @param path of the file, which need not be there
 */
public record TokenFile(Path path) {

    /** The token; empty if the file is not there or is empty. */
    public Optional<String> read() throws IOException {
        if (!Files.exists(path)) {
            return Optional.empty();
        }
        return Optional.of(Files.readString(path).strip()).filter(token -> !token.isEmpty());
    }

    /** Keeps a token in place of the one that is there; a reader sees one or the other. */
    public void write(String token) throws IOException {
        WholeFile.replace(path, token + "\n");
    }
}
