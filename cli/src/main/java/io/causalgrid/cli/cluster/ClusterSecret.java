package io.causalgrid.cli.cluster;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;

/** The secret by which the replicas know each other: a file that only its owner can read, made once. */
final class ClusterSecret {

    private static final int BYTES = 32;
    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private ClusterSecret() {}

    static Path fileIn(Path stateDirectory) {
        return stateDirectory.resolve("secret");
    }

    static void makeIn(Path stateDirectory, SecureRandom random) throws IOException {
        byte[] secret = new byte[BYTES];
        random.nextBytes(secret);
        try {
            // Created with its permissions, so that there is no moment in which others could read it.
            Files.newByteChannel(
                            fileIn(stateDirectory),
                            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                            OWNER_ONLY)
                    .close();
            Files.writeString(fileIn(stateDirectory), HexFormat.of().formatHex(secret) + "\n");
        } catch (FileAlreadyExistsException _) {
            // Kept: a cluster that is stopped and started again is still the same one.
        }
    }
}
