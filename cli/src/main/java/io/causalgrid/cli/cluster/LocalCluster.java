package io.causalgrid.cli.cluster;

import io.causalgrid.cli.admin.ReplicaAdmin;
import io.causalgrid.cli.admin.ReplicaException;
import io.causalgrid.cli.process.ProcessIdentity;
import io.causalgrid.cli.process.ProcessSpec;
import io.causalgrid.cli.process.Readiness;
import io.causalgrid.cli.process.Role;
import io.causalgrid.cli.process.Spawner;
import java.io.IOException;
import java.nio.file.Path;
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

    private final Path stateDirectory;
    private final ClusterListener listener;
    private final ClusterFile file;
    private final ClusterLock lock;
    private final Readiness readiness = new Readiness();
    private final Waits waits;
    private final ReentrantLock starting = new ReentrantLock();

    private LocalCluster(Path stateDirectory, ClusterListener listener) {
        this.stateDirectory = stateDirectory;
        this.listener = listener;
        this.file = ClusterFile.in(stateDirectory);
        this.lock = ClusterLock.in(stateDirectory);
        this.waits = new Waits(readiness, listener);
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
            Services.prepare(specs, state);
            if (config.roles().contains(Role.PROMETHEUS)) {
                Prometheus.writeConfiguration(specs, config, state);
            }
        } catch (IOException e) {
            throw new ClusterException("The cluster's directory " + state + " cannot be prepared: " + e, e);
        }
        LocalCluster cluster = new LocalCluster(state, listener);
        cluster.lock.during(listener, () -> {
            if (cluster.file.read().filter(ClusterRecord::anyRunning).isPresent()) {
                throw new ClusterException("A cluster is running from " + state + " already; stop it first");
            }
            return cluster.record(ClusterRecord.ofStopped(config, specs));
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
     * Starts every process that does not run, except spare replicas, and returns without waiting for them to be ready.
     * Either all are started, or, when a port is taken, none.
     *
     * @return how many were started
     * @throws ClusterException when a port is in use (who holds it is said for each), or a process cannot be started
     */
    public int start() {
        return start(recorded().planned().map(entry -> entry.spec().name()).toList());
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
        entry.terminate();
        if (!waits.untilGone(List.of(entry), patience)) {
            throw new ClusterException("%s has not ended %d s after SIGTERM; ./causalgrid kill %s ends it at once"
                    .formatted(name, patience.toSeconds(), name));
        }
        if (config().isSpare(name)) {
            lock.during(listener, () -> record(recorded().withStarted(name, null)));
        }
    }

    /**
     * SIGTERM to all, to the replicas when all others have ended: a substation gives its claim up in the store, without which
     * its next start waits for the lease to run out. Those that have not ended within {@link #STOP_PATIENCE} are killed.
     */
    public void stop() {
        lock.during(listener, () -> {
            List<ClusterRecord.Entry> entries = recorded().processes();
            stop(entries.stream().filter(entry -> !isReplica(entry)).toList());
            stop(entries.stream().filter(LocalCluster::isReplica).toList());
            return entries;
        });
    }

    private void stop(List<ClusterRecord.Entry> entries) {
        entries.forEach(ClusterRecord.Entry::terminate);
        if (!waits.untilGone(entries, STOP_PATIENCE)) {
            entries.stream().filter(ClusterRecord.Entry::isRunning).forEach(entry -> listener.killed(entry.spec()));
            killAndAwait(entries);
        }
    }

    /** SIGKILL, then waits until it has gone; does nothing when it does not run. */
    public void kill(String name) {
        killAndAwait(List.of(entry(name)));
    }

    /** Waits until all that were started are ready, spare replicas aside; see {@link #awaitReady(Set, Duration)}. */
    public void awaitReady(Duration patience) {
        List<ClusterRecord.Entry> started =
                recorded().planned().filter(entry -> entry.identity() != null).toList();
        waits.untilReady(started, patience, _ -> false);
    }

    /**
     * Waits until the processes named are ready.
     *
     * @throws ClusterException at once when one of them ends, with the last lines of its log; or after the time is up
     */
    public void awaitReady(Set<String> names, Duration patience) {
        List<ClusterRecord.Entry> named = recorded().processes().stream()
                .filter(entry -> names.contains(entry.spec().name()))
                .toList();
        waits.untilReady(named, patience, _ -> false);
    }

    /**
     * Waits until the process is ready or, if it is a replica, says that it is no member of the cluster: it can do no more
     * then than wait to be admitted.
     *
     * @return whether it is ready
     * @throws ClusterException as {@link #awaitReady(Set, Duration)}
     */
    public boolean awaitReadyOrOutside(String name, Duration patience) {
        ClusterRecord.Entry entry = entry(name);
        ReplicaAdmin replica = new ReplicaAdmin(entry.spec().url());
        return waits.untilReady(List.of(entry), patience, spec -> spec.role() == Role.REPLICA && isOutside(replica));
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

    private static boolean isReplica(ClusterRecord.Entry entry) {
        return entry.spec().role() == Role.REPLICA;
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
            record(recorded().withStarted(spec.name(), identity));
            listener.running(spec, true);
        } catch (IOException e) {
            throw new ClusterException(spec.name() + " cannot be started: " + e.getMessage(), e);
        }
    }

    private ClusterRecord record(ClusterRecord changed) {
        file.write(changed);
        if (changed.config().spareReplicas() > 0 && changed.config().roles().contains(Role.PROMETHEUS)) {
            Prometheus.writeSpares(changed.startedSpares(), stateDirectory);
        }
        return changed;
    }

    private static boolean isOutside(ReplicaAdmin replica) {
        try {
            return replica.cluster().isOutside();
        } catch (ReplicaException _) {
            return false; // it does not listen yet
        }
    }

    private void killAndAwait(List<ClusterRecord.Entry> entries) {
        entries.forEach(ClusterRecord.Entry::kill);
        if (!waits.untilGone(entries, KILL_PATIENCE)) {
            throw new ClusterException("A process has not gone " + KILL_PATIENCE.toSeconds() + " s after SIGKILL");
        }
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
}
