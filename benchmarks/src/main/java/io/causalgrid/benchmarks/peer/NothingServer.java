package io.causalgrid.benchmarks.peer;

import io.causalgrid.benchmarks.cluster.BenchCluster;
import io.causalgrid.benchmarks.cluster.Workplace;
import io.causalgrid.benchmarks.load.HttpConnection;
import io.causalgrid.benchmarks.load.LoadException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The server that does nothing, in a JVM that is called as a replica's is. */
public final class NothingServer {
    private static final String PATH = "/nothing/";

    private final URI url;

    private NothingServer(URI url) {
        this.url = url;
    }

    /**
     * Starts it and waits until it serves.
     *
     * @param root the repository, with this module built
     * @param replicas whose JVMs are like its own
     */
    public static NothingServer start(Path root, BenchCluster replicas, Workplace workplace) {
        URI url = URI.create("http://127.0.0.1:" + FreePorts.inARow(1));
        List<String> command = new ArrayList<>(replicas.jvmCommand());
        command.add("-Dquarkus.http.port=" + url.getPort());
        command.add("-jar");
        command.add(root.resolve(Path.of("benchmarks", "target", "quarkus-app", "quarkus-run.jar"))
                .toString());
        PeerProcess process =
                workplace.add(new PeerProcess("nothing", workplace.directory().resolve("nothing")));
        process.start(command, replicas.environment());
        process.await(() -> answers(url));
        return new NothingServer(url);
    }

    /** Where it listens. */
    public URI url() {
        return url;
    }

    /** Where it takes what the store takes at the path's end. */
    public String path(String end) {
        return PATH + end;
    }

    private static boolean answers(URI url) {
        try (var connection = HttpConnection.to(url)) {
            return connection.get(PATH + "kv/a", Map.of()).status() == 200;
        } catch (LoadException _) {
            return false; // it has not come so far
        }
    }
}
