package io.causalgrid.kv.service.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The directory of the state: {@code generation-N/}, one in use and at times one in the making, and the file
 * {@code CURRENT} that names the one in use. All else is left over from a crash. Used by one thread at a time.
 */
final class Generations {
    static final String FIRST = "generation-0";
    private static final Pattern NAME = Pattern.compile("generation-([0-9]{1,18})");
    private static final String CURRENT = "CURRENT";

    private final Path directory;

    /** Uses that directory, which is made if it is not there. */
    Generations(Path directory) {
        this.directory = directory;
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw StateFailures.cannotOpen(directory, e);
        }
    }

    /** Whether one is said to be in use. */
    boolean hasCurrent() {
        return Files.exists(directory.resolve(CURRENT));
    }

    /** The one in use. Without {@code CURRENT}, the first: a crash came before it was named. */
    Path current() {
        try {
            if (hasCurrent()) {
                return directory.resolve(
                        checked(Files.readString(directory.resolve(CURRENT)).strip()));
            }
            List<Path> found = all();
            if (found.size() > 1) {
                throw new IOException("several generations, and no file CURRENT to name one");
            }
            return found.isEmpty() ? directory.resolve(FIRST) : found.getFirst();
        } catch (IOException e) {
            throw StateFailures.cannotOpen(directory, e);
        }
    }

    /** From now on, also after a crash, that one is in use. Its content must be durable. */
    void use(Path generation) {
        try {
            DurableFiles.syncNames(directory);
            name(directory, generation.getFileName().toString());
        } catch (IOException e) {
            throw StateFailures.cannotWrite(directory, e);
        }
    }

    /** Where to make the next one; what an installation that failed has left there is gone. */
    Path clearNext() {
        Path next = directory.resolve("generation-" + (number(current()) + 1));
        try {
            DurableFiles.deleteTree(next);
            return next;
        } catch (IOException e) {
            throw StateFailures.cannotWrite(next, e);
        }
    }

    /** Takes all away that are not in use. */
    void deleteOthers() {
        Path kept = current();
        try {
            for (Path generation : all()) {
                if (!generation.equals(kept)) {
                    DurableFiles.deleteTree(generation);
                }
            }
        } catch (IOException e) {
            throw StateFailures.cannotWrite(directory, e);
        }
    }

    /** Writes {@code CURRENT}. */
    static void name(Path directory, String generation) throws IOException {
        DurableFiles.replace(directory.resolve(CURRENT), generation + "\n");
    }

    private List<Path> all() throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.filter(entry -> isName(entry.getFileName().toString()))
                    .toList();
        }
    }

    private static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    private static String checked(String name) throws IOException {
        if (!isName(name)) {
            throw new IOException("the file CURRENT names no generation");
        }
        return name;
    }

    private static long number(Path generation) {
        return Long.parseLong(generation.getFileName().toString().substring("generation-".length()));
    }
}
