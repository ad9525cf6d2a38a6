package io.causalgrid.cli.cluster;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/** {@code cluster.json}: replaced as a whole, so that a reader sees the old or the new one and never half of one. */
record ClusterFile(Path path) {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    static ClusterFile in(Path stateDirectory) {
        return new ClusterFile(stateDirectory.resolve("cluster.json"));
    }

    /**
     * What was written last; empty when nothing was.
     *
     * @throws ClusterException when the file cannot be understood
     */
    Optional<ClusterRecord> read() {
        if (!Files.exists(path)) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readValue(path.toFile(), ClusterRecord.class));
        } catch (IOException e) {
            throw new ClusterException(
                    path + " cannot be read (" + e.getMessage() + "); if nothing of the cluster runs, remove it", e);
        }
    }

    void write(ClusterRecord cluster) {
        Path next = path.resolveSibling("cluster.json.next");
        try {
            JSON.writeValue(next.toFile(), cluster);
            Files.move(next, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new ClusterException(path + " cannot be written: " + e.getMessage(), e);
        }
    }
}
