package io.causalgrid.cli.process;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Everything needed to start a process and to find out whether it is ready; plain data, so that it can be written to a
 * file and used again by another run of the launcher.
 *
 * @param name unique within a cluster, such as {@code node0}
 * @param role what it is for
 * @param command programme and arguments
 * @param environment added to the launcher's own environment, with no secrets in it
 * @param secretFiles environment variables whose values are read from these files at the moment of starting, so that
 *     secrets appear neither in the cluster's file nor in the process list
 * @param url where it listens, with host and port
 * @param readinessPath answers 200 once the process can serve
 * @param workingDirectory also where its data lives; created when missing
 * @param logFile receives standard output and standard error
 */
public record ProcessSpec(
        String name,
        Role role,
        List<String> command,
        Map<String, String> environment,
        Map<String, Path> secretFiles,
        URI url,
        String readinessPath,
        Path workingDirectory,
        Path logFile) {

    public ProcessSpec {
        if (url.getPort() < 1) {
            throw new IllegalArgumentException("the address of " + name + " names no port: " + url);
        }
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
        secretFiles = Map.copyOf(secretFiles);
    }

    /** The TCP port it listens at. */
    @JsonIgnore
    public int port() {
        return url.getPort();
    }

    /** The address asked to find out whether it is ready. */
    @JsonIgnore
    public URI readinessUrl() {
        return url.resolve(readinessPath);
    }
}
