package io.causalgrid.cli.simulate;

import io.causalgrid.grid.core.network.Connector;
import io.causalgrid.grid.core.network.InvalidNetworkException;
import io.causalgrid.grid.core.network.LimitProfile;
import io.causalgrid.grid.core.network.Network;
import io.causalgrid.grid.core.network.NetworkReader;
import io.causalgrid.grid.core.network.Phases;
import io.causalgrid.grid.core.simulation.InvalidSessionsException;
import io.causalgrid.grid.core.simulation.NamedPolicy;
import io.causalgrid.grid.core.simulation.OfflineBound;
import io.causalgrid.grid.core.simulation.RecordedSession;
import io.causalgrid.grid.core.simulation.Replay;
import io.causalgrid.grid.core.simulation.Run;
import io.causalgrid.grid.core.simulation.Scenario;
import io.causalgrid.grid.core.simulation.Summary;
import io.causalgrid.grid.core.simulation.SyntheticMonth;
import io.causalgrid.grid.core.simulation.report.Result;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.DoubleConsumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Sessions, a network and assumptions, to be replayed under caps and policies. */
public final class Experiment {

    private static final double VOLTS = 208;
    private static final int SYNTHETIC_CONNECTORS = 20;
    private static final int SYNTHETIC_DAYS = 28;
    private static final double SYNTHETIC_SESSIONS_A_CONNECTOR = 0.7;
    private static final double SYNTHETIC_WATTS = 6_600;

    private final SimulationOptions options;
    private final @Nullable Path networkFile;
    private final Map<String, Object> networkDocument;
    private final List<RecordedSession> sessions;
    private final Policies policies;

    /**
     * @param sessionFile of the sessions; none for made-up ones
     * @param networkFile of the network; none for a single bus
     * @param start of the recording
     * @throws SimulationException when files or options cannot be used
     */
    public Experiment(
            SimulationOptions options, @Nullable Path sessionFile, @Nullable Path networkFile, Instant start) {
        options.requireSensible();
        this.options = options;
        this.networkFile = networkFile;
        this.networkDocument = networkFile == null ? Map.of() : SimulationFiles.network(networkFile);
        var random = new SplittableRandom(options.seed());
        List<RecordedSession> recorded =
                sessionFile == null ? synthetic(start, random.split()) : SimulationFiles.sessions(sessionFile, start);
        this.sessions = options.disturbance().applyTo(recorded, random.split());
        this.policies = new Policies(options.horizon());
    }

    /** The sessions that are replayed. */
    public List<RecordedSession> sessions() {
        return sessions;
    }

    /** What is replayed, in a sentence. */
    public String description() {
        double kwh =
                sessions.stream().mapToDouble(RecordedSession::energyWattHours).sum() / 1000;
        String network = networkFile == null ? "a single-phase bus" : String.valueOf(networkFile.getFileName());
        return "%,d sessions asking for %,.0f kWh on %s; %s."
                .formatted(sessions.size(), kwh, network, options.description());
    }

    /**
     * Replays the sessions for each cap and policy.
     *
     * @param progress told what is being done
     * @throws SimulationException when a policy is unknown, or sessions and network do not go together
     */
    public List<Result> results(List<String> names, List<Double> capsKw, Consumer<String> progress) {
        policies.requireKnown(names);
        List<Result> results = new ArrayList<>();
        for (double capKw : capsKw) {
            Scenario scenario = scenario(capKw);
            for (String name : names) {
                String what = "  %s at %s kW".formatted(name, shown(capKw));
                results.add(result(
                        name,
                        scenario,
                        capKw,
                        share -> progress.accept("%s, %d of %d runs  %.0f %%"
                                .formatted(what, results.size() + 1, names.size() * capsKw.size(), 100 * share))));
            }
        }
        return results;
    }

    private Result result(String name, Scenario scenario, double capKw, DoubleConsumer progress) {
        if (name.equals(Policies.OFFLINE)) {
            double asked = scenario.sessions().stream()
                    .mapToDouble(RecordedSession::energyWattHours)
                    .sum();
            double percent = 100 * OfflineBound.wattHours(scenario, progress) / asked;
            return new Result(Summary.ofBound(name, capKw, percent), Optional.empty());
        }
        NamedPolicy policy = policies.get(name);
        Run run = Replay.of(scenario, policy, System::nanoTime, progress);
        return new Result(Summary.of(run, capKw), Optional.of(run));
    }

    private Scenario scenario(double capKw) {
        if (!(capKw > 0 && capKw < Double.POSITIVE_INFINITY)) {
            throw new SimulationException("--cap must be above 0, not " + shown(capKw));
        }
        try {
            return new Scenario(
                    network(OptionalDouble.of(capKw)),
                    sessions,
                    options.battery(),
                    options.step(),
                    options.allocator(),
                    options.tariff());
        } catch (InvalidSessionsException e) {
            throw new SimulationException(String.valueOf(e.getMessage()), e);
        }
    }

    private Network network(OptionalDouble capKw) {
        if (networkFile != null) {
            try {
                return NetworkReader.read(networkDocument, new NetworkReader.Choices(capKw, options.chargePoint()));
            } catch (InvalidNetworkException e) {
                throw new SimulationException(networkFile + ": " + e.getMessage(), e);
            }
        }
        return Network.singleBus(
                sessions.stream()
                        .map(RecordedSession::connector)
                        .distinct()
                        .sorted()
                        .map(id -> new Connector(id, Phases.A, VOLTS, options.chargePoint()))
                        .toList(),
                LimitProfile.constant(capKw.orElseThrow() * 1000));
    }

    private List<RecordedSession> synthetic(Instant start, SplittableRandom random) {
        List<String> connectors = networkFile == null
                ? IntStream.rangeClosed(1, SYNTHETIC_CONNECTORS)
                        .mapToObj("c%d"::formatted)
                        .toList()
                : network(OptionalDouble.empty()).connectors().stream()
                        .map(Connector::id)
                        .toList();
        double sessionsADay = SYNTHETIC_SESSIONS_A_CONNECTOR * connectors.size();
        return new SyntheticMonth(SYNTHETIC_DAYS, sessionsADay, connectors, SYNTHETIC_WATTS).sessions(start, random);
    }

    private static String shown(double kw) {
        return kw == Math.rint(kw) ? Long.toString((long) kw) : Double.toString(kw);
    }
}
