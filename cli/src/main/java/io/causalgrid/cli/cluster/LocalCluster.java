package io.causalgrid.cli.cluster;

import io.causalgrid.cli.process.LogFile;
import io.causalgrid.cli.process.ProcessIdentity;
import io.causalgrid.cli.process.ProcessSpec;
import io.causalgrid.cli.process.Readiness;
import io.causalgrid.cli.process.Role;
import io.causalgrid.cli.process.Spawner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

/**
 * The processes of one cluster on this machine: the one place that starts, stops, kills and inspects them.
 *
 * <p>All it knows lies in its state directory, so a cluster outlives the command that started it and any later command
 * finds it again. Starting is guarded by a lock file; a process counts as running only if it is the very one that was
 * started here (see {@link ProcessIdentity}), so nobody else's process is ever signalled.
 *
 * <p>Tests give it a temporary directory and free ports, and close it, which kills what still runs:
 *
 * {@snippet :
 * ClusterConfig config = ClusterConfig.in(root).freePorts(random).build();
 * try (LocalCluster cluster = LocalCluster.create(config, directory)) {
 *     cluster.start();
 *     cluster.awaitReady(Duration.ofMinutes(1));
 *     cluster.kill("node1");
 * }
 * }
 */
public final class LocalCluster implements AutoCloseable {

    /** How long a process may take to end after SIGTERM; the services finish requests for up to 10 s. */
    public static final Duration STOP_PATIENCE = Duration.ofSeconds(20);

    private static final Duration KILL_PATIENCE = Duration.ofSeconds(10);
    private static final long POLL_MILLIS = 200;
    private static final int LAST_WORDS_LINES = 25;
    private static final int NOT_READY_LINES = 5;

    private final Path stateDirectory;
    private final ClusterListener listener;
    private final ClusterFile file;
    private final ClusterLock lock;
    private final Readiness readiness = new Readiness();
    private final ReentrantLock starting = new ReentrantLock();

    private LocalCluster(Path stateDirectory, ClusterListener listener) {
        this.stateDirectory = stateDirectory;
        this.listener = listener;
        this.file = ClusterFile.in(stateDirectory);
        this.lock = ClusterLock.in(stateDirectory);
    }

    /** As {@link #create(ClusterConfig, Path, ClusterListener)}, with nobody listening. */
    public static LocalCluster create(ClusterConfig config, Path stateDirectory) {
        return create(config, stateDirectory, ClusterListener.SILENT);
    }

    /**
     * Sets up a cluster; starts nothing yet. Data and secret that are there already are kept.
     *
     * @param stateDirectory is created when missing
     * @throws ClusterException when processes of another cluster run from this directory, or a service is not built
     */
    public static LocalCluster create(ClusterConfig config, Path stateDirectory, ClusterListener listener) {
        Path state = stateDirectory.toAbsolutePath().normalize();
        List<ProcessSpec> specs = new ArrayList<>(new Services(config, state).specs());
        if (config.roles().contains(Role.PROMETHEUS)) {
            specs.add(Prometheus.spec(config, state));
        }
        PortCheck.refuseShared(specs);
        try {
            Files.createDirectories(state);
            ClusterSecret.makeIn(state, new SecureRandom());
            if (config.roles().contains(Role.PROMETHEUS)) {
                Prometheus.writeConfiguration(specs, config.root(), state);
            }
        } catch (IOException e) {
            throw new ClusterException("The cluster's directory " + state + " cannot be prepared: " + e, e);
        }
        LocalCluster cluster = new LocalCluster(state, listener);
        cluster.lock.during(listener, () -> {
            if (cluster.file.read().filter(ClusterRecord::anyRunning).isPresent()) {
                throw new ClusterException("A cluster is running from " + state + " already; stop it first");
            }
            cluster.file.write(ClusterRecord.ofStopped(config, specs));
            return specs;
        });
        return cluster;
    }

    /** The cluster that was set up in this directory before, whether it runs or not. */
    public static Optional<LocalCluster> existing(Path stateDirectory, ClusterListener listener) {
        Path state = stateDirectory.toAbsolutePath().normalize();
        return ClusterFile.in(state).read().map(_ -> new LocalCluster(state, listener));
    }

    public ClusterConfig config() {
        return recorded().config();
    }

    /**
     * Starts every process that does not run, and returns without waiting for them to be ready. Either all are started,
     * or, when a port is taken, none.
     *
     * @return how many were started
     * @throws ClusterException when a port is in use (who holds it is said for each), or a process cannot be started
     */
    public int start() {
        return start(recorded().processes().stream()
                .map(entry -> entry.spec().name())
                .toList());
    }

    /** As {@link #start()}, one process; does nothing when it runs already. */
    public void start(String name) {
        process(name);
        start(List.of(name));
    }

    /** As {@link #stop(String, Duration)}, with {@link #STOP_PATIENCE}. */
    public void stop(String name) {
        stop(name, STOP_PATIENCE);
    }

    /**
     * SIGTERM, then waits until it has ended; does nothing when it does not run.
     *
     * @throws ClusterException when it has not ended in time; it is left as it is
     */
    public void stop(String name, Duration patience) {
        ClusterRecord.Entry entry = entry(name);
        terminate(List.of(entry));
        if (!awaitEnd(List.of(entry), patience)) {
            throw new ClusterException("%s has not ended %d s after SIGTERM; ./causalgrid kill %s ends it at once"
                    .formatted(name, patience.toSeconds(), name));
        }
    }

    /** SIGTERM to all, then waits until they have ended; those that do not within {@link #STOP_PATIENCE} are killed. */
    public void stop() {
        lock.during(listener, () -> {
            List<ClusterRecord.Entry> entries = recorded().processes();
            terminate(entries);
            if (!awaitEnd(entries, STOP_PATIENCE)) {
                entries.stream().filter(ClusterRecord.Entry::isRunning).forEach(entry -> listener.killed(entry.spec()));
                killAndAwait(entries);
            }
            return entries;
        });
    }

    /** SIGKILL, then waits until it has gone; does nothing when it does not run. */
    public void kill(String name) {
        killAndAwait(List.of(entry(name)));
    }

    /** Waits until every process that was started is ready; see {@link #awaitReady(Set, Duration)}. */
    public void awaitReady(Duration patience) {
        awaitReady(
                recorded().processes().stream()
                        .filter(entry -> entry.identity() != null)
                        .map(entry -> entry.spec().name())
                        .collect(Collectors.toSet()),
                patience);
    }

    /**
     * Waits until the processes named are ready.
     *
     * @throws ClusterException at once when one of them ends, with the last lines of its log; or after the time is up
     */
    public void awaitReady(Set<String> names, Duration patience) {
        long began = System.nanoTime();
        List<ClusterRecord.Entry> pending = new ArrayList<>(recorded().processes().stream()
                .filter(entry -> names.contains(entry.spec().name()))
                .toList());
        while (!pending.isEmpty()) {
            pending.stream().filter(entry -> !entry.isRunning()).findFirst().ifPresent(entry -> {
                throw new ClusterException(entry.spec().name() + " has ended before it was ready. "
                        + endOfLog(entry.spec(), LAST_WORDS_LINES));
            });
            Set<String> ready = readiness.readyAmong(
                    pending.stream().map(ClusterRecord.Entry::spec).toList());
            Duration waited = Duration.ofNanos(System.nanoTime() - began);
            pending.stream()
                    .filter(entry -> ready.contains(entry.spec().name()))
                    .forEach(entry -> listener.ready(entry.spec(), waited));
            pending.removeIf(entry -> ready.contains(entry.spec().name()));
            if (!pending.isEmpty()) {
                Set<String> awaited =
                        pending.stream().map(entry -> entry.spec().name()).collect(Collectors.toSet());
                if (waited.compareTo(patience) > 0) {
                    throw new ClusterException("Not ready after %d s: %s\n%s"
                            .formatted(
                                    patience.toSeconds(),
                                    String.join(", ", awaited),
                                    pending.stream()
                                            .map(entry -> endOfLog(entry.spec(), NOT_READY_LINES))
                                            .collect(Collectors.joining("\n"))));
                }
                listener.awaiting(awaited, waited);
                pause();
            }
        }
    }

    /** Every process and how far it is, in the order of the configuration. */
    public List<ProcessStatus> status() {
        List<ClusterRecord.Entry> entries = recorded().processes();
        List<ClusterRecord.Entry> running =
                entries.stream().filter(ClusterRecord.Entry::isRunning).toList();
        Set<String> ready = readiness.readyAmong(
                running.stream().map(ClusterRecord.Entry::spec).toList());
        return entries.stream()
                .map(entry -> statusOf(entry, running.contains(entry), ready))
                .toList();
    }

    /** Whether any of its processes runs. */
    public boolean isRunning() {
        return recorded().anyRunning();
    }

    /** The processes, in the order of the configuration. */
    public List<ClusterProcess> processes() {
        return recorded().processes().stream().map(LocalCluster::view).toList();
    }

    /**
     * The process of this name.
     *
     * @throws ClusterException when there is none
     */
    public ClusterProcess process(String name) {
        return view(entry(name));
    }

    /**
     * Waits until no start is half done, and lets none begin in this JVM any more: for a shutdown hook, so that an
     * interrupted start has either started everything or nothing.
     */
    @SuppressWarnings("LockNotBeforeTry") // kept for good: the JVM is about to end
    public void startNoMore() {
        starting.lock();
    }

    /** Kills every process that still runs; data and logs stay. For clusters that live no longer than their owner. */
    @Override
    public void close() {
        killAndAwait(recorded().processes());
    }

    private int start(List<String> names) {
        return lock.during(listener, () -> {
            starting.lock();
            try {
                List<ClusterRecord.Entry> wanted = recorded().processes().stream()
                        .filter(entry -> names.contains(entry.spec().name()))
                        .toList();
                List<ProcessSpec> missing = wanted.stream()
                        .filter(entry -> !entry.isRunning())
                        .map(ClusterRecord.Entry::spec)
                        .toList();
                PortCheck.refuseInUse(missing);
                wanted.stream()
                        .filter(ClusterRecord.Entry::isRunning)
                        .forEach(entry -> listener.running(entry.spec(), false));
                missing.forEach(this::spawn);
                return missing.size();
            } finally {
                starting.unlock();
            }
        });
    }

    private void spawn(ProcessSpec spec) {
        try {
            ProcessIdentity identity = Spawner.spawn(spec).orElse(null);
            file.write(recorded().withStarted(spec.name(), identity));
            listener.running(spec, true);
        } catch (IOException e) {
            throw new ClusterException(spec.name() + " cannot be started: " + e.getMessage(), e);
        }
    }

    private static void terminate(List<ClusterRecord.Entry> entries) {
        for (ClusterRecord.Entry entry : entries) {
            ProcessIdentity identity = entry.identity();
            if (identity != null) {
                identity.terminate();
            }
        }
    }

    private void killAndAwait(List<ClusterRecord.Entry> entries) {
        for (ClusterRecord.Entry entry : entries) {
            ProcessIdentity identity = entry.identity();
            if (identity != null) {
                identity.kill();
            }
        }
        if (!awaitEnd(entries, KILL_PATIENCE)) {
            throw new ClusterException("A process has not gone " + KILL_PATIENCE.toSeconds() + " s after SIGKILL");
        }
    }

    private boolean awaitEnd(List<ClusterRecord.Entry> entries, Duration patience) {
        long began = System.nanoTime();
        while (true) {
            Set<String> running = entries.stream()
                    .filter(ClusterRecord.Entry::isRunning)
                    .map(entry -> entry.spec().name())
                    .collect(Collectors.toSet());
            Duration waited = Duration.ofNanos(System.nanoTime() - began);
            if (running.isEmpty() || waited.compareTo(patience) > 0) {
                return running.isEmpty();
            }
            listener.awaiting(running, waited);
            pause();
        }
    }

    private static String endOfLog(ProcessSpec spec, int lineCount) {
        String lines = new LogFile(spec.logFile())
                .tail(lineCount).lines().stream().map(line -> "  | " + line).collect(Collectors.joining("\n"));
        return "The end of %s's log (%s):\n%s"
                .formatted(spec.name(), spec.logFile(), lines.isEmpty() ? "  | (empty)" : lines);
    }

    private static ProcessStatus statusOf(ClusterRecord.Entry entry, boolean running, Set<String> ready) {
        ProcessSpec spec = entry.spec();
        ProcessStatus.State state = !running
                ? ProcessStatus.State.STOPPED
                : ready.contains(spec.name()) ? ProcessStatus.State.READY : ProcessStatus.State.STARTING;
        ProcessIdentity identity = entry.identity();
        Long pid = running && identity != null ? identity.pid() : null;
        return new ProcessStatus(spec.name(), spec.role(), pid, spec.url(), state);
    }

    private static ClusterProcess view(ClusterRecord.Entry entry) {
        ProcessIdentity identity = entry.identity();
        return new ClusterProcess(
                entry.spec(),
                identity != null && identity.isAlive() ? OptionalLong.of(identity.pid()) : OptionalLong.empty());
    }

    private ClusterRecord.Entry entry(String name) {
        List<ClusterRecord.Entry> entries = recorded().processes();
        return entries.stream()
                .filter(entry -> entry.spec().name().equals(name))
                .findFirst()
                .orElseThrow(() -> new ClusterException("There is no process '%s'; there are %s"
                        .formatted(
                                name,
                                entries.stream()
                                        .map(entry -> entry.spec().name())
                                        .collect(Collectors.joining(", ")))));
    }

    private ClusterRecord recorded() {
        return file.read()
                .orElseThrow(() -> new ClusterException("The cluster in " + stateDirectory + " has been removed"));
    }

    private static void pause() {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClusterException("Interrupted while waiting", e);
        }
    }
}
