package io.causalgrid.cli.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;

/**
 * The built services, each in a directory {@code MODULE/target/quarkus-app}.
 *
 * <p>A running JVM reads its jars lazily, so a build or the tests would pull the rug from under a running cluster. {@link
 * #copy} therefore gives the cluster a copy of its own, one for each build.
 */
public final class Applications {

    private Applications() {}

    /** The file a JVM starts the module's service from. */
    static Path runnable(Path applications, String module) {
        return directory(applications, module).resolve("quarkus-run.jar");
    }

    /**
     * Names the build that lies at the root now; another build has another name.
     *
     * @throws ClusterException when a service is not built
     */
    public static String buildAt(Path root) {
        try {
            return Long.toUnsignedString(fingerprint(root), 36);
        } catch (IOException e) {
            throw new ClusterException("The built services cannot be read: " + e, e);
        }
    }

    /**
     * Copies the services as they are built now and has them trained to start fast, unless that build has been copied before,
     * and removes the copies of other builds; to be called when none of them runs.
     *
     * @param root where they were built
     * @param stateDirectory gets the copy
     * @return the directory of the copy, named after the build and laid out like the root
     * @throws ClusterException when a service is not built
     */
    public static Path copy(Path root, Path stateDirectory, ClusterListener listener) {
        Path copies = stateDirectory.toAbsolutePath().resolve("app");
        try {
            Files.createDirectories(copies);
        } catch (IOException e) {
            throw new ClusterException(copies + " cannot be made: " + e, e);
        }
        Path copied = ClusterLock.in(stateDirectory).during(listener, () -> {
            Path copy = copies.resolve(buildAt(root));
            try {
                removeAllBut(copy, copies);
                if (!Files.exists(copy)) {
                    Path unfinished = copies.resolve("unfinished");
                    for (String module : Services.MODULES) {
                        copyTree(directory(root, module), directory(unfinished, module));
                    }
                    Files.move(unfinished, copy, StandardCopyOption.ATOMIC_MOVE);
                }
            } catch (IOException e) {
                throw new ClusterException("The built services cannot be copied: " + e, e);
            }
            return copy;
        });
        StartTraining.of(copied, listener);
        return copied;
    }

    private static void removeAllBut(Path kept, Path copies) throws IOException {
        try (Stream<Path> all = Files.list(copies)) {
            all.filter(copy -> !copy.equals(kept)).forEach(Directories::delete);
        }
    }

    private static Path directory(Path root, String module) {
        return root.resolve(module).resolve("target").resolve("quarkus-app");
    }

    private static long fingerprint(Path root) throws IOException {
        long fingerprint = 0;
        for (String module : Services.MODULES) {
            Path directory = directory(root, module);
            if (!Files.exists(runnable(root, module))) {
                throw new ClusterException(module + " is not built: " + runnable(root, module) + " is missing");
            }
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file :
                        (Iterable<Path>) files.filter(Files::isRegularFile).sorted()::iterator) {
                    fingerprint = 31 * fingerprint
                            + directory.relativize(file).toString().hashCode();
                    fingerprint = 31 * fingerprint + Files.size(file);
                    fingerprint = 31 * fingerprint
                            + Files.getLastModifiedTime(file).toInstant().toEpochMilli();
                }
            }
        }
        return fingerprint;
    }

    private static void copyTree(Path from, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                // with its time, by which a JVM knows the jars that it was trained with
                Files.copy(file, to.resolve(from.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }
}
