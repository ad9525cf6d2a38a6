package io.causalgrid.benchmarks.peer;

import io.causalgrid.benchmarks.cluster.Workplace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** One Redis with an append-only file, measured by its own client: 64 connections, no pipelining. */
public final class Redis implements AutoCloseable {
    private static final int KEYS = 10_000;
    private static final int LOADS = 100_000; // of random keys, so that few of them are missing
    private static final int LOAD_DEPTH = 50;
    private static final int PROBES = 10_000;

    private final Workplace workplace;
    private final PeerProcess process;
    private final Path directory;
    private final int port;

    /** When an appended write goes to the disk. */
    public enum Sync {
        /** Before it is answered. */
        ALWAYS("always"),

        /** Once a second. */
        EVERY_SECOND("everysec");

        private final String value;

        Sync(String value) {
            this.value = value;
        }
    }

    /** What is measured. */
    public enum Operation {
        GET,
        SET
    }

    private Redis(Workplace workplace, PeerProcess process, Path directory, int port) {
        this.workplace = workplace;
        this.process = process;
        this.directory = directory;
        this.port = port;
    }

    /** Starts an empty one and waits until it serves. */
    public static Redis start(Workplace workplace, Sync sync) {
        int port = FreePorts.inARow(1);
        Path directory = workplace.directory().resolve("redis-" + port);
        PeerProcess process = workplace.add(new PeerProcess("redis", directory));
        process.start(
                List.of(
                        "redis-server",
                        "--bind",
                        "127.0.0.1",
                        "--port",
                        Integer.toString(port),
                        "--dir",
                        directory.toString(),
                        "--save",
                        "",
                        "--appendonly",
                        "yes",
                        "--appendfsync",
                        sync.value),
                Map.of());
        process.await(() -> accepts(port));
        return new Redis(workplace, process, directory, port);
    }

    /** Gives nearly all keys a value. */
    public Redis loaded() {
        var _ = run(Operation.SET, LOADS, List.of("-P", Integer.toString(LOAD_DEPTH)));
        return this;
    }

    /** How many operations a second it answers, over about that time. */
    public double perSecond(Operation operation, Duration time) {
        double about = run(operation, PROBES, List.of()); // its client takes a number, not a time
        long enough = Math.max(PROBES, Math.round(about * time.toMillis() / 1000));
        return run(operation, enough, List.of());
    }

    private double run(Operation operation, long requests, List<String> more) {
        List<String> command = new ArrayList<>(List.of("redis-benchmark", "-h", "127.0.0.1", "-p"));
        command.addAll(List.of(Integer.toString(port), "-c", "64", "-d", "100", "-r", Integer.toString(KEYS)));
        command.addAll(
                List.of("-n", Long.toString(requests), "-t", operation.name().toLowerCase(Locale.ROOT)));
        command.add("--csv");
        command.addAll(more);
        try {
            Process client =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            try (var output = client.getInputStream()) {
                String text = new String(output.readAllBytes(), StandardCharsets.UTF_8);
                return RedisBenchmarkOutput.perSecond(operation, text);
            } finally {
                client.destroyForcibly();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean accepts(int port) {
        try (var socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), port)) {
            return socket.isConnected();
        } catch (IOException _) {
            return false; // it has not come so far
        }
    }

    @Override
    public void close() {
        workplace.discard(process, directory);
    }
}
