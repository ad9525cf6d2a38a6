package io.causalgrid.cli.command;

import io.causalgrid.cli.simulate.Experiment;
import io.causalgrid.cli.simulate.FileOptions;
import io.causalgrid.cli.simulate.OutputOptions;
import io.causalgrid.cli.simulate.Policies;
import io.causalgrid.cli.simulate.ResultDocument;
import io.causalgrid.cli.simulate.ResultFiles;
import io.causalgrid.cli.simulate.SimulationException;
import io.causalgrid.cli.simulate.SimulationFiles;
import io.causalgrid.cli.simulate.SimulationOptions;
import io.causalgrid.cli.terminal.Terminal;
import io.causalgrid.grid.core.allocation.AllocationDefaults;
import io.causalgrid.grid.core.simulation.Clipping;
import io.causalgrid.grid.core.simulation.report.Result;
import io.causalgrid.grid.core.simulation.report.ResultTable;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Replays charging. */
@Command(
        name = "simulate",
        description = {
            "Replays charging sessions under policies and power caps, and reports what was delivered.",
            "One of the policies is none: offline, the bound on the energy that no policy can exceed.",
            "As JSON an array of {\"policy\",\"capKw\",\"energyDeliveredPercent\",\"sessionsFullyServedPercent\","
                    + "\"largestShortfallKwh\",\"shortfall95Kwh\",\"violations\",\"peakKw\",\"energyCost\",\"gridKwh\",\"emissionsKg\","
                    + "\"tickMillisMedian\",\"tickMillisMax\",\"promises\",\"notes\",\"settings\"}; null is what a bound has not."
        })
public final class SimulateCommand implements Callable<Integer> {

    private final Workspace workspace;

    @ArgGroup(multiplicity = "1")
    @SuppressWarnings("NullAway.Init") // by picocli
    private Source source;

    /** Where sessions come from. */
    static final class Source {
        @Option(
                names = "--sessions",
                paramLabel = "FILE",
                description = "Sessions as CSV with the columns session_id, station_id, arrival_min, departure_min,"
                        + " requested_kwh, max_kw and, if it differs from the departure, deadline_min; or arrival,"
                        + " departure and deadline as dates and times, requested_wh, max_w. Separators, decimal commas and"
                        + " gzip are recognised.")
        private @Nullable Path file;

        @Option(names = "--synthetic", description = "Made-up sessions of four weeks at a workplace.")
        private boolean synthetic;
    }

    /** For the help and for shells that complete. */
    static final class PolicyNames implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Policies.names().iterator();
        }
    }

    @Option(
            names = "--network",
            paramLabel = "FILE",
            description = "The site, as YAML or JSON (default: all on one single-phase bus).")
    private @Nullable Path network;

    @Option(
            names = "--policy",
            paramLabel = "P",
            split = ",",
            completionCandidates = PolicyNames.class,
            description = "Policies, by name: ${COMPLETION-CANDIDATES} (default: the site's, or "
                    + AllocationDefaults.POLICY + ").")
    private List<String> policies = List.of();

    @Option(
            names = "--cap",
            paramLabel = "KW",
            split = ",",
            description = "Caps in kW: of the bus, or of the site's transformer (default: the site's own).")
    private List<Double> capsKw = List.of();

    @Option(
            names = "--start",
            paramLabel = "DATE",
            description = "The day on which the recording starts, for plots and tariffs (default: ${DEFAULT-VALUE}, a"
                    + " Monday).")
    private LocalDate start = LocalDate.of(2024, 1, 1);

    @Mixin
    private final FileOptions reading = new FileOptions();

    @Mixin
    private final SimulationOptions options = new SimulationOptions();

    @Mixin
    private final OutputOptions outputs = new OutputOptions();

    @Option(
            names = "--write-sessions",
            paramLabel = "FILE",
            description = "Write the sessions that are replayed, made up or disturbed, as CSV.")
    private @Nullable Path sessionsOut;

    @Mixin
    private final CommonOptions common = new CommonOptions();

    SimulateCommand(Workspace workspace) {
        this.workspace = workspace;
    }

    @Override
    public Integer call() {
        Terminal terminal = workspace.terminal();
        var experiment = new Experiment(
                options, new Experiment.Input(source.synthetic ? null : source.file, reading, network, start));
        if (experiment.leftOut().count() > 0) {
            terminal.note(experiment.leftOut().leftOut());
        }
        if (sessionsOut != null) {
            SimulationFiles.writeSessions(sessionsOut, experiment.sessions(), experiment.start());
        }
        List<Result> results = results(experiment);
        results.stream()
                .flatMap(result -> result.clippings().stream())
                .map(Clipping::words)
                .distinct()
                .forEach(words -> terminal.note("Note: " + words + "."));
        switch (common.format()) {
            case JSON ->
                terminal.printJson(results.stream()
                        .map(result -> ResultDocument.of(result, experiment.settings()))
                        .toList());
            case TEXT -> {
                terminal.note(experiment.description());
                terminal.print(ResultTable.header());
                results.forEach(result -> terminal.print(ResultTable.line(result.summary())));
                results.forEach(result -> result.promises()
                        .ifPresent(promises -> terminal.print("%s at %s kW %s"
                                .formatted(
                                        result.summary().policy(),
                                        result.summary().capKw(),
                                        promises.words()))));
                if (ResultTable.isStarred(results.stream().map(Result::summary).toList())) {
                    terminal.note(ResultTable.STARRED + ".");
                }
            }
        }
        requireNoViolations(results);
        requireEnergy(results);
        return ExitCode.OK;
    }

    private List<Result> results(Experiment experiment) {
        var progress = new Progress(workspace.terminal());
        try (var files = new ResultFiles(outputs, experiment.zone())) {
            experiment.replay(
                    policies.isEmpty() ? experiment.usualPolicies() : policies, capsKw, progress::show, files::add);
            files.finish(experiment.description());
            return files.results();
        }
    }

    /** A limit that is exceeded is a defect of the engine, and not to be overlooked in a table. */
    private static void requireNoViolations(List<Result> results) {
        long violations = results.stream()
                .mapToLong(result -> result.summary().violations())
                .sum();
        if (violations > 0) {
            throw new SimulationException("limits were exceeded " + violations + " times");
        }
    }

    /** Zeros in a table are easily taken for a result. */
    private static void requireEnergy(List<Result> results) {
        List<String> nothing = results.stream()
                .filter(Result::isNothing)
                .map(result -> "%s at %s kW"
                        .formatted(result.summary().policy(), result.summary().capKw()))
                .toList();
        if (!nothing.isEmpty()) {
            throw new SimulationException("nothing was delivered by " + String.join(", ", nothing));
        }
    }
}
