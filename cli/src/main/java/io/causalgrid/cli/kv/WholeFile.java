package io.causalgrid.cli.kv;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Small files that are never seen half written. */
final class WholeFile {

    private WholeFile() {}

    static void replace(Path path, String text) throws IOException {
        Path absolute = path.toAbsolutePath();
        Path fresh = absolute.resolveSibling(
                absolute.getFileName() + "." + ProcessHandle.current().pid() + ".new");
        try {
            Files.writeString(fresh, text);
            Files.move(fresh, absolute, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }
}
