package io.causalgrid.kv.service.storage;

import io.causalgrid.kv.core.clock.SiteId;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/**
 * Whose data a directory holds.
 *
 * @param cluster the cluster's identity
 * @param first the site, with the incarnation under which the data was begun; its log may have renamed it since
 */
record Identity(String cluster, SiteId first) {
    static final String FILE = "identity";
    private static final int FORMAT = 1;

    /** Reads the file in that directory. */
    static Identity read(Path directory) {
        Path file = directory.resolve(FILE);
        var properties = new Properties();
        try (var text = new StringReader(Files.readString(file))) {
            properties.load(text);
            int format = Integer.parseInt(field(properties, "format"));
            if (format > FORMAT) {
                throw new DataDirectoryException(directory + " has format " + format
                        + ", which a newer version wrote; this version knows formats up to " + FORMAT
                        + ". Start the newer version, or use another data directory.");
            }
            var site = new SiteId(field(properties, "site"), field(properties, "incarnation"));
            return new Identity(field(properties, "cluster"), site);
        } catch (IOException | IllegalArgumentException e) {
            throw new DataDirectoryException(
                    file + " is damaged: " + e.getMessage() + ". Put a backup in the place of " + directory
                            + ", or move it away: the site then starts empty and gets everything from the others.",
                    e);
        }
    }

    /** Writes the file in that directory. */
    void write(Path directory) throws IOException {
        DurableFiles.replace(directory.resolve(FILE), text());
    }

    /** The file's content. */
    String text() {
        return """
                # Whose data this directory holds. Not to be edited.
                format=%d
                cluster=%s
                site=%s
                incarnation=%s
                """.formatted(FORMAT, cluster, first.name(), first.incarnation());
    }

    private static String field(Properties properties, String name) throws IOException {
        String value = properties.getProperty(name);
        if (value == null) {
            throw new IOException("it has no " + name);
        }
        return value;
    }
}
