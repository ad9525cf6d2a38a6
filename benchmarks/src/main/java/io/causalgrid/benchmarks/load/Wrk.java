package io.causalgrid.benchmarks.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/** Runs wrk with one of our scripts. Every method throws {@link LoadException} if not all requests succeed. */
public final class Wrk {
    private static final Duration END_PATIENCE = Duration.ofSeconds(30);
    private static final Duration LONG_ENOUGH = Duration.ofHours(1);
    private static final long POLL_MILLIS = 50;

    private final Path scripts;

    /** @param scripts the directory where they lie */
    public Wrk(Path scripts) {
        this.scripts = scripts;
    }

    /** How many writes a second the replica answers at its simple API. */
    public double writesPerSecond(URI replica, Clients clients, Duration time) {
        return perSecond(simpleWrites(replica), clients, time);
    }

    /** Writes by the simple API until the condition holds, which is asked many times a second. */
    public void writeUntil(URI replica, Clients clients, BooleanSupplier done) {
        var _ = perSecondUntil(simpleWrites(replica), clients, done);
    }

    /** How many requests a second are answered. */
    public double perSecond(Requests requests, Clients clients, Duration time) {
        return run(requests, clients, time, () -> false).requestsPerSecond();
    }

    /** How many requests a second are answered until the condition holds, which is asked many times a second. */
    public double perSecondUntil(Requests requests, Clients clients, BooleanSupplier done) {
        return run(requests, clients, LONG_ENOUGH, done).requestsPerSecond();
    }

    private static Requests simpleWrites(URI replica) {
        return Requests.simpleWrites(replica, "/write");
    }

    private WrkOutput run(Requests requests, Clients clients, Duration time, BooleanSupplier done) {
        Process wrk = start(requests, clients, time);
        try {
            CompletableFuture<String> output = output(wrk);
            long patienceEnds = System.nanoTime() + time.plus(END_PATIENCE).toNanos();
            while (wrk.isAlive() && System.nanoTime() < patienceEnds && !done.getAsBoolean()) {
                Thread.sleep(POLL_MILLIS);
            }
            if (wrk.isAlive()) {
                interrupt(wrk);
            }
            if (!wrk.waitFor(END_PATIENCE)) {
                throw new LoadException("wrk has not ended");
            }
            return WrkOutput.parse(output.join());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LoadException("interrupted while wrk runs", e);
        } finally {
            wrk.destroyForcibly();
        }
    }

    private Process start(Requests requests, Clients clients, Duration time) {
        var builder = new ProcessBuilder(
                        "wrk",
                        "-t" + clients.threads(),
                        "-c" + clients.connections(),
                        "-d" + time.toSeconds() + "s",
                        "--timeout",
                        "30s",
                        "-s",
                        scripts.resolve(requests.script()).toString(),
                        requests.server().toString())
                .redirectErrorStream(true);
        builder.environment().put("KEYS", Long.toString(clients.keys()));
        builder.environment().put("DEPTH", Integer.toString(clients.depth()));
        builder.environment().put("THREADS", Integer.toString(clients.threads()));
        builder.environment().putAll(requests.settings());
        try {
            return builder.start();
        } catch (IOException e) {
            throw new LoadException("wrk is needed (apt-get install wrk): " + e.getMessage(), e);
        }
    }

    /** Reads while wrk runs, so that it never waits for a reader. */
    private static CompletableFuture<String> output(Process wrk) {
        return CompletableFuture.supplyAsync(() -> {
            try (var stream = wrk.getInputStream()) {
                return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** wrk ends at once and still says what it has done. */
    private static void interrupt(Process wrk) throws InterruptedException {
        try {
            Process kill = new ProcessBuilder("kill", "-INT", Long.toString(wrk.pid())).start();
            kill.waitFor();
        } catch (IOException e) {
            throw new LoadException("wrk cannot be ended: " + e.getMessage(), e);
        }
    }
}
