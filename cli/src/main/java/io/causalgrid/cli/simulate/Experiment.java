package io.causalgrid.cli.simulate;

import io.causalgrid.cli.sessionfile.ReadSessions;
import io.causalgrid.grid.core.allocation.Capacity;
import io.causalgrid.grid.core.simulation.Clipping;
import io.causalgrid.grid.core.simulation.Conduct;
import io.causalgrid.grid.core.simulation.InvalidSessionsException;
import io.causalgrid.grid.core.simulation.OfflineBound;
import io.causalgrid.grid.core.simulation.PromiseFigures;
import io.causalgrid.grid.core.simulation.RecordedSession;
import io.causalgrid.grid.core.simulation.Replay;
import io.causalgrid.grid.core.simulation.Run;
import io.causalgrid.grid.core.simulation.Scenario;
import io.causalgrid.grid.core.simulation.Summary;
import io.causalgrid.grid.core.simulation.SyntheticMonth;
import io.causalgrid.grid.core.simulation.report.Result;
import io.causalgrid.grid.site.csv.Faults;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.DoubleConsumer;
import org.jspecify.annotations.Nullable;

/** Sessions, a network and assumptions, to be replayed under caps and policies. */
public final class Experiment {

    /** More than any substation; what is beyond only breaks arithmetic. */
    private static final double CAP_KW_MAX = 1e6;

    private static final int YEAR_MIN = 1970;
    private static final int YEAR_MAX = 2200;

    private static final int SYNTHETIC_DAYS = 28;
    private static final double SYNTHETIC_SESSIONS_A_CONNECTOR = 0.7;
    private static final double SYNTHETIC_WATTS = 6_600;

    private final SimulationOptions options;
    private final Input input;
    private final Instant start;
    private final Premises premises;
    private final Faults leftOut;
    private final List<RecordedSession> sessions;
    private final Conduct conduct;
    private final Policies policies;

    /**
     * What is replayed.
     *
     * @param sessions file of them; none for made-up ones
     * @param reading how to read it
     * @param network file of the site; none for a single bus
     * @param start day on which the recording begins
     */
    public record Input(
            @Nullable Path sessions,
            FileOptions reading,
            @Nullable Path network,
            LocalDate start) {}

    /** @throws SimulationException when files or options cannot be used */
    public Experiment(SimulationOptions options, Input input) {
        options.requireSensible();
        this.options = options;
        this.input = input;
        this.premises = new Premises(options, input.network());
        premises.site().ifPresent(options::believe);
        this.start = start(input.start());
        var random = new SplittableRandom(options.seed());
        ReadSessions recorded = input.sessions() == null
                ? new ReadSessions(synthetic(random.split()), new Faults())
                : SimulationFiles.sessions(
                        input.sessions(), input.reading().recording(start, options.zone(), premises.connectors()));
        this.leftOut = recorded.leftOut();
        this.sessions = options.disturbance().applyTo(recorded.sessions(), random.split());
        this.conduct = options.conduct().conduct(sessions, random.split());
        this.policies = new Policies(options.horizon(), options.fullyServed(), options.gridWatts());
    }

    /** When the recording begins. */
    public Instant start() {
        return start;
    }

    /** Whose times of day there are. */
    public ZoneId zone() {
        return options.zone();
    }

    /** Lines of the file that could not be used. */
    public Faults leftOut() {
        return leftOut;
    }

    /** The sessions that are replayed. */
    public List<RecordedSession> sessions() {
        return sessions;
    }

    /** What divides where nobody says what should. */
    public List<String> usualPolicies() {
        return List.of(options.policy().id());
    }

    /** Under what it is replayed, by name, for whoever wants to do it again. */
    public Map<String, Object> settings() {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put(
                "sessions",
                input.sessions() == null ? "synthetic" : input.sessions().toString());
        settings.put("sessionCount", sessions.size());
        settings.put("linesLeftOut", leftOut.count());
        settings.put(
                "network", input.network() == null ? "bus" : input.network().toString());
        settings.put("start", start.atZone(options.zone()).toOffsetDateTime().toString());
        settings.putAll(options.settings());
        return settings;
    }

    /** What is replayed, in a sentence. */
    public String description() {
        double kwh =
                sessions.stream().mapToDouble(RecordedSession::energyWattHours).sum() / 1000;
        return "%,d session%s asking for %,.0f kWh on %s; %s."
                .formatted(
                        sessions.size(), sessions.size() == 1 ? "" : "s", kwh, premises.words(), options.description());
    }

    /** Told how far the replay has come. */
    public interface Progress {
        /**
         * Some of it is done.
         *
         * @param what is being replayed
         * @param share of all that is done
         */
        void at(String what, double share);
    }

    /**
     * Replays the sessions for each cap and policy.
     *
     * @param capsKw in place of the site's own; none where that is to hold
     * @param progress told what is being done
     * @param each told each result
     * @throws SimulationException when a policy is unknown, or sessions and network do not go together
     */
    public void replay(List<String> names, List<Double> capsKw, Progress progress, Consumer<Result> each) {
        List<Policies.Contender> contenders = policies.contenders(names);
        List<OptionalDouble> caps = capsKw.isEmpty()
                ? List.of(OptionalDouble.empty())
                : capsKw.stream().map(OptionalDouble::of).toList();
        double runs = contenders.size() * (double) caps.size();
        int done = 0;
        for (OptionalDouble cap : caps) {
            Scenario scenario = scenario(cap);
            double capKw = cap.orElseGet(() -> capacityKw(scenario));
            List<Clipping> clippings = Clipping.of(scenario);
            for (Policies.Contender contender : contenders) {
                int before = done++;
                String what = "%s at %s kW, %d of %.0f runs".formatted(contender.label(), shown(capKw), done, runs);
                each.accept(result(
                        new PolicyRun(contender, scenario, capKw, clippings),
                        share -> progress.at(what, (before + share) / runs)));
            }
        }
    }

    /** What is replayed at once. */
    private record PolicyRun(Policies.Contender policy, Scenario scenario, double capKw, List<Clipping> clippings) {}

    private Result result(PolicyRun what, DoubleConsumer progress) {
        if (what.policy().isBound()) {
            double asked = what.scenario().sessions().stream()
                    .mapToDouble(RecordedSession::energyWattHours)
                    .sum();
            OfflineBound.Optimum optimum = OfflineBound.of(what.scenario(), progress);
            int count = what.scenario().sessions().size();
            var summary = Summary.ofBound(
                    what.policy().label(),
                    what.capKw(),
                    100 * optimum.wattHours() / asked,
                    100.0 * optimum.served() / count);
            return new Result(summary, Optional.empty(), Optional.empty(), what.clippings());
        }
        Run run = Replay.of(what.scenario(), policies.policy(what.policy()), System::nanoTime, progress);
        Optional<PromiseFigures> promises =
                what.scenario().promises() ? Optional.of(PromiseFigures.of(run)) : Optional.empty();
        return new Result(Summary.of(run, what.capKw()), Optional.of(run), promises, what.clippings());
    }

    /** What a site gives out that has no other cap than its own limits; to a tenth of a kilowatt. */
    private double capacityKw(Scenario scenario) {
        return Math.round(Capacity.watts(scenario.network(), start) / 100) / 10.0;
    }

    private Scenario scenario(OptionalDouble cap) {
        if (cap.isPresent() && !(cap.getAsDouble() > 0 && cap.getAsDouble() <= CAP_KW_MAX)) {
            throw new SimulationException("--cap must be above 0 and at most %s, not %s"
                    .formatted(shown(CAP_KW_MAX), shown(cap.getAsDouble())));
        }
        try {
            return new Scenario(
                    premises.network(cap, sessions),
                    sessions,
                    options.battery(),
                    options.step(),
                    options.allocator(),
                    options.supply(),
                    conduct,
                    options.promises());
        } catch (InvalidSessionsException e) {
            throw new SimulationException(String.valueOf(e.getMessage()), e);
        }
    }

    private Instant start(LocalDate day) {
        if (day.getYear() < YEAR_MIN || day.getYear() > YEAR_MAX) {
            throw new SimulationException("--start must be from %d to %d".formatted(YEAR_MIN, YEAR_MAX));
        }
        return day.atStartOfDay(options.zone()).toInstant();
    }

    private List<RecordedSession> synthetic(SplittableRandom random) {
        List<String> connectors = premises.syntheticConnectors();
        double sessionsADay = SYNTHETIC_SESSIONS_A_CONNECTOR * connectors.size();
        return new SyntheticMonth(SYNTHETIC_DAYS, sessionsADay, connectors, SYNTHETIC_WATTS).sessions(start, random);
    }

    private static String shown(double kw) {
        return kw == Math.rint(kw) ? Long.toString((long) kw) : Double.toString(kw);
    }
}
