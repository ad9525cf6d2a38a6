package io.causalgrid.benchmarks.cluster;

import io.causalgrid.cli.cluster.ClusterProcess;
import io.causalgrid.cli.cluster.Directories;
import io.causalgrid.cli.cluster.LocalCluster;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** One replica of a cluster: its process, its disk, and what it says of itself. */
public final class BenchReplica {
    private static final Duration ANSWER_PATIENCE = Duration.ofSeconds(10);
    private static final int JCMD_SECONDS_MAX = 60;

    private final HttpClient http;
    private final LocalCluster cluster;
    private final String name;

    BenchReplica(HttpClient http, LocalCluster cluster, String name) {
        this.http = http;
        this.cluster = cluster;
        this.name = name;
    }

    /** Where it listens. */
    public URI url() {
        return process().url();
    }

    /** Ends it with SIGKILL. */
    public void kill() {
        cluster.kill(name);
    }

    /** Starts it, without waiting for anything. */
    public void start() {
        cluster.start(name);
    }

    /**
     * Starts it and waits until it serves.
     *
     * @return the seconds that this took
     */
    public double startUntilReady(Duration patience) {
        long began = System.nanoTime();
        start();
        Patience.seconds(name + " becomes ready", patience, this::isReady);
        return (System.nanoTime() - began) / 1e9;
    }

    /** Takes all its data away; it must not run. */
    public void loseDisk() {
        Directories.delete(data());
    }

    /** Takes its state away but leaves its log, which must be whole; it must not run. */
    public void loseState() {
        Directories.delete(data().resolve("state"));
    }

    /** Whether it serves. */
    public boolean isReady() {
        return get("/q/health/ready")
                .filter(answer -> answer.statusCode() == 200)
                .isPresent();
    }

    /** How far it is; empty while it does not answer. */
    public Optional<Standing> standing() {
        return get("/v1/cluster")
                .filter(answer -> answer.statusCode() == 200)
                .map(answer -> Standing.parse(answer.body()));
    }

    /** How far it is, which it must be able to say. */
    public Standing currentStanding() {
        return standing().orElseThrow(() -> new ReplicaTroubleException(name + " does not answer"));
    }

    /** The bytes in use on its heap, garbage included; empty while it does not answer. */
    public Optional<Long> heapBytes() {
        return get("/metrics").map(HttpResponse::body).map(HeapMetrics::usedBytes);
    }

    /** The bytes in use on its heap after its garbage was collected. */
    public long liveHeapBytes() {
        collectGarbage();
        return heapBytes().orElseThrow(() -> new ReplicaTroubleException(name + " does not answer"));
    }

    /** What its process has in memory. */
    public ProcessMemory memory() {
        return ProcessMemory.of(pid());
    }

    /** The bytes of its state's files. */
    public long stateBytes() {
        return DiskUse.of(data().resolve("state"));
    }

    /** The bytes of its log's files. */
    public long logBytes() {
        return DiskUse.of(data().resolve("log"));
    }

    private Optional<HttpResponse<String>> get(String path) {
        HttpRequest request = HttpRequest.newBuilder(url().resolve(path))
                .timeout(ANSWER_PATIENCE)
                .build();
        try {
            return Optional.of(http.send(request, BodyHandlers.ofString()));
        } catch (IOException e) {
            return Optional.empty(); // it has not come so far
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ReplicaTroubleException("interrupted while asking " + name, e);
        }
    }

    private void collectGarbage() {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        try {
            Process process = new ProcessBuilder(jcmd, Long.toString(pid()), "GC.run")
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectErrorStream(true)
                    .start();
            if (!process.waitFor(JCMD_SECONDS_MAX, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new ReplicaTroubleException("jcmd cannot make " + name + " collect its garbage");
            }
        } catch (IOException e) {
            throw new ReplicaTroubleException("jcmd cannot be run", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ReplicaTroubleException("interrupted while " + name + " collects its garbage", e);
        }
    }

    private long pid() {
        return process().pid().orElseThrow(() -> new ReplicaTroubleException(name + " does not run"));
    }

    private Path data() {
        return process().spec().workingDirectory();
    }

    private ClusterProcess process() {
        return cluster.process(name);
    }
}
