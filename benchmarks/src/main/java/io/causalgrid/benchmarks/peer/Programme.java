package io.causalgrid.benchmarks.peer;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * A programme that may be installed, or not.
 *
 * @param title what people call it
 * @param commands that are needed, by name
 * @param packages of Debian that have them
 * @param versionOption makes the first command tell its version
 */
public record Programme(String title, List<String> commands, String packages, String versionOption) {
    /** Redis with its own client for benchmarks, as wrk speaks only HTTP. */
    public static final Programme REDIS =
            new Programme("Redis", List.of("redis-server", "redis-benchmark"), "redis-server redis-tools");

    /** etcd's server. */
    public static final Programme ETCD = new Programme("etcd", List.of("etcd"), "etcd-server etcd-client");

    /** nginx, to balance as the gateway does. */
    public static final Programme NGINX = new Programme("nginx", List.of("nginx"), "nginx-light", "-v");

    public Programme {
        commands = List.copyOf(commands);
    }

    /** One that tells its version as most do. */
    Programme(String title, List<String> commands, String packages) {
        this(title, commands, packages, "--version");
    }

    /** Whether all its commands are on the path. */
    public boolean isInstalled() {
        return commands.stream().allMatch(Programme::isOnPath);
    }

    /** How to get it. Debian's packages would start daemons, which the measurements do not need. */
    public String howToGet() {
        return title + " is not installed and left out: apt-get install --no-install-recommends " + packages
                + " (and stop the daemon that this may start)";
    }

    /** The version as the first command tells it, or how to get it. */
    public String version() {
        return isInstalled() ? firstLine(List.of(commands.getFirst(), versionOption)) : howToGet();
    }

    private static boolean isOnPath(String command) {
        String path = System.getenv().getOrDefault("PATH", "");
        return Arrays.stream(path.split(File.pathSeparator))
                .map(directory -> Path.of(directory, command))
                .anyMatch(Files::isExecutable);
    }

    private static String firstLine(List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            try (var output = process.inputReader(StandardCharsets.UTF_8)) {
                return output.lines().findFirst().orElse("of an unknown version");
            }
        } catch (IOException e) {
            throw new PeerException(command.getFirst() + " cannot be run", e);
        }
    }
}
