package io.causalgrid.cli.process;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Starts processes that outlive the launcher: each in a session of its own, so that neither Ctrl-C in the terminal nor
 * closing it reaches them, with nothing to read and its output in its log file.
 */
public final class Spawner {

    /** A log longer than this is put aside (one generation) before its process starts again. */
    private static final long LOG_BYTES_MAX = 8L << 20;

    private static final List<Path> SETSID = List.of(Path.of("/usr/bin/setsid"), Path.of("/bin/setsid"));

    private Spawner() {}

    /**
     * Starts the process and returns at once.
     *
     * @return who it is; empty when it has ended already
     * @throws IOException when it cannot be started at all, or a directory or secret is not accessible
     */
    public static Optional<ProcessIdentity> spawn(ProcessSpec spec) throws IOException {
        Files.createDirectories(spec.workingDirectory());
        Files.createDirectories(spec.logFile().toAbsolutePath().getParent());
        putLongLogAside(spec.logFile());
        ProcessBuilder builder = new ProcessBuilder(detached(spec.command()))
                .directory(spec.workingDirectory().toFile())
                .redirectInput(Redirect.from(new File("/dev/null")))
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(spec.logFile().toFile()));
        builder.environment().putAll(spec.environment());
        for (Map.Entry<String, Path> secret : spec.secretFiles().entrySet()) {
            builder.environment()
                    .put(secret.getKey(), Files.readString(secret.getValue()).strip());
        }
        return ProcessIdentity.of(builder.start().pid());
    }

    // setsid replaces itself by the programme, so the pid stays; without it (macOS) the signals of the terminal are
    // ignored instead, which a JVM and Prometheus respect.
    private static List<String> detached(List<String> command) {
        List<String> detached = new ArrayList<>();
        Optional<Path> setsid = SETSID.stream().filter(Files::isExecutable).findFirst();
        if (setsid.isPresent()) {
            detached.add(setsid.get().toString());
        } else {
            detached.addAll(List.of("/bin/sh", "-c", "trap '' INT HUP; exec \"$@\"", "sh"));
        }
        detached.addAll(command);
        return detached;
    }

    private static void putLongLogAside(Path log) throws IOException {
        if (Files.exists(log) && Files.size(log) > LOG_BYTES_MAX) {
            Files.move(log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
