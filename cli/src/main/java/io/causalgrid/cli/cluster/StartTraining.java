package io.causalgrid.cli.cluster;

import io.causalgrid.cli.process.ProcessIdentity;
import io.causalgrid.cli.process.ProcessSpec;
import io.causalgrid.cli.process.Readiness;
import io.causalgrid.cli.process.Role;
import io.causalgrid.cli.process.Spawner;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Has the services of one build start fast. Each of them is run once, used a little, and ended; its JVM then writes down which
 * classes it has loaded and linked and what its methods did (an AOT cache, JEP 483, 514 and 515), and the JVMs that are started
 * later begin with that. A cache holds for just these jars, this JDK and these options; a JVM that cannot use it says so in its
 * log and starts as it would without.
 */
final class StartTraining {
    private static final Duration START_PATIENCE = Duration.ofMinutes(3);
    /** A JVM writes its cache when it ends, which takes it longer than all the rest. */
    private static final Duration END_PATIENCE = Duration.ofMinutes(4);

    private static final Duration ANSWER_PATIENCE = Duration.ofSeconds(10);
    private static final int REPETITIONS = 20;
    private static final String GATEWAY = "gateway";

    private final Path applications;
    private final Path directory;
    private final Waits waits;
    private final ClusterConfig config;

    private StartTraining(Path applications, Path directory, ClusterListener listener) {
        this.applications = applications;
        this.directory = directory;
        this.waits = new Waits(new Readiness(), listener);
        this.config = config(applications);
    }

    /** The file from which a module's JVM starts fast, if there is one. */
    static Path cacheOf(Path applications, String module) {
        return Applications.runnable(applications, module).resolveSibling("app.aot");
    }

    /**
     * Makes the caches that are missing. Takes about as long as starting all services twice. If that fails, the listener is told,
     * and they start as slowly as before.
     *
     * @param applications where the built services lie, which nobody changes meanwhile
     */
    static void of(Path applications, ClusterListener listener) {
        boolean isDone = Services.MODULES.stream().allMatch(module -> Files.exists(cacheOf(applications, module)));
        if (isDone) {
            return;
        }
        listener.training();
        try {
            Path directory = Files.createTempDirectory(applications, "training");
            try {
                new StartTraining(applications, directory, ClusterListener.SILENT).run();
            } finally {
                Directories.delete(directory);
            }
        } catch (IOException | ClusterException e) {
            listener.notTrained(String.valueOf(e.getMessage()));
        }
    }

    /** One process of each module: all roles of the grid's service are in one, with sessions in the store. */
    private static ClusterConfig config(Path applications) {
        Ports ports = Ports.free(1, 1, new Random());
        String local = "http://127.0.0.1:";
        return ClusterConfig.in(applications)
                .replicas(1)
                .substations(1)
                .only(Set.of(Role.REPLICA, Role.GATEWAY, Role.DASHBOARD))
                .ports(ports)
                .setting(GATEWAY, "causalgrid.grid.roles", "gateway,balancer,substation")
                .setting(GATEWAY, "causalgrid.grid.journal", "store")
                .setting(GATEWAY, "causalgrid.grid.store.replicas", local + ports.of(Role.REPLICA, 0))
                .setting(GATEWAY, "causalgrid.grid.balancers", local + ports.of(Role.GATEWAY, 0))
                .build();
    }

    private void run() throws IOException {
        List<ProcessSpec> specs = new Services(config, directory).specs();
        Services.prepare(specs, directory);
        List<ClusterRecord.Entry> running = new ArrayList<>();
        try {
            for (ProcessSpec spec : specs) {
                ProcessIdentity identity = Spawner.spawn(recording(spec)).orElse(null);
                running.add(new ClusterRecord.Entry(spec, identity));
            }
            waits.untilReady(running, START_PATIENCE, _ -> false);
            use();
            running.forEach(ClusterRecord.Entry::terminate);
            if (!waits.untilGone(running, END_PATIENCE)) {
                throw new ClusterException("A service that was run to learn how it starts does not end");
            }
        } finally {
            running.forEach(ClusterRecord.Entry::kill);
        }
        for (ProcessSpec spec : specs) {
            String module = Services.moduleOf(spec.role());
            Files.move(record(module), cacheOf(applications, module), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private ProcessSpec recording(ProcessSpec spec) {
        List<String> command = new ArrayList<>(spec.command());
        command.add(1, "-XX:AOTCacheOutput=" + record(Services.moduleOf(spec.role())));
        return new ProcessSpec(
                spec.name(),
                spec.role(),
                command,
                spec.environment(),
                spec.secretFiles(),
                spec.url(),
                spec.readinessPath(),
                spec.workingDirectory(),
                spec.logFile());
    }

    private Path record(String module) {
        return directory.resolve(module + ".aot");
    }

    /** What nearly every user does first; how it is answered does not matter. */
    private void use() throws IOException {
        try (HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(ANSWER_PATIENCE)
                .build()) {
            for (int i = 0; i < REPETITIONS; i++) {
                ask(http, Role.REPLICA, "/write", "{\"key\":\"k" + i + "\",\"value\":\"v\"}");
                ask(http, Role.REPLICA, "/get/k" + i, "");
                ask(http, Role.REPLICA, "/v1/kv?prefix=k&limit=10", "");
                ask(http, Role.REPLICA, "/v1/cluster", "");
                ask(http, Role.GATEWAY, "/charge", "{\"vehicle_id\":\"car" + i + "\"}");
                ask(http, Role.GATEWAY, "/v1/sessions", "");
                ask(http, Role.GATEWAY, "/v1/substations", "");
                ask(http, Role.DASHBOARD, "/", "");
                ask(http, Role.DASHBOARD, "/v1/dashboard", "");
                ask(http, Role.DASHBOARD, "/metrics", "");
                ask(http, Role.GATEWAY, "/metrics", "");
                ask(http, Role.REPLICA, "/metrics", "");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClusterException("Interrupted while the services learn how they start", e);
        }
    }

    private void ask(HttpClient http, Role role, String path, String body) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        Services.url(config, role, 0).resolve(path))
                .timeout(ANSWER_PATIENCE);
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json").POST(BodyPublishers.ofString(body));
        }
        http.send(request.build(), BodyHandlers.discarding());
    }
}
