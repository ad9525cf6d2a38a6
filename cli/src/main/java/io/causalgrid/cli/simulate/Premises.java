package io.causalgrid.cli.simulate;

import io.causalgrid.grid.core.network.Connector;
import io.causalgrid.grid.core.network.LimitProfile;
import io.causalgrid.grid.core.network.Network;
import io.causalgrid.grid.core.network.NetworkReader;
import io.causalgrid.grid.core.network.Phases;
import io.causalgrid.grid.core.simulation.RecordedSession;
import io.causalgrid.grid.core.site.Site;
import io.causalgrid.grid.site.InvalidSiteException;
import io.causalgrid.grid.site.SiteFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Where sessions are replayed: the site of a file, or a bus. */
final class Premises {
    /** Between line and neutral, in North America, where the recordings are from. */
    private static final double VOLTS = 208;

    private static final int SYNTHETIC_CONNECTORS = 20;

    private final SimulationOptions options;
    private final @Nullable Path path;
    private final @Nullable SiteFile file;
    private final Optional<Site> site;

    /**
     * @param path of the site's file; none for a bus
     * @throws InvalidSiteException when the file cannot be used
     */
    Premises(SimulationOptions options, @Nullable Path path) {
        this.options = options;
        this.path = path;
        this.file = path == null ? null : SiteFile.read(path);
        this.site = Optional.ofNullable(file).map(one -> site(one, OptionalDouble.empty()));
    }

    /** What the site's file says; empty of a bus. */
    Optional<Site> site() {
        return site;
    }

    /** The file, for whoever wants to do it again. */
    String name() {
        return path == null ? "bus" : path.toString();
    }

    /** In words. */
    String words() {
        return path == null ? "a single-phase bus" : String.valueOf(path.getFileName());
    }

    /**
     * The network, to replay sessions on it.
     *
     * @param capKw in place of the site's own
     * @throws SimulationException when a bus has no cap
     */
    Network network(OptionalDouble capKw, List<RecordedSession> sessions) {
        if (file != null) {
            return site(file, capKw).network();
        }
        return bus(
                capKw.orElseThrow(() -> new SimulationException("--cap is needed where there is no --network")),
                sessions);
    }

    /** The connectors that a session may be at: on a bus, all. */
    Predicate<String> connectors() {
        return site.<Predicate<String>>map(
                        site -> id -> site.network().connector(id).isPresent())
                .orElse(_ -> true);
    }

    /** The connectors for made-up sessions. */
    List<String> syntheticConnectors() {
        return site.map(site ->
                        site.network().connectors().stream().map(Connector::id).toList())
                .orElseGet(() -> IntStream.rangeClosed(1, SYNTHETIC_CONNECTORS)
                        .mapToObj("c%d"::formatted)
                        .toList());
    }

    private Site site(SiteFile from, OptionalDouble capKw) {
        return from.site(new NetworkReader.Choices(capKw, options.currents()));
    }

    /** Of connectors that give what the vehicles there can take, for nothing else is known about them. */
    private Network bus(double capKw, List<RecordedSession> sessions) {
        var watts = new TreeMap<String, Double>();
        sessions.forEach(session -> watts.merge(session.connector(), session.maxWatts(), Math::max));
        List<Connector> connectors = watts.entrySet().stream()
                .map(most -> new Connector(most.getKey(), Phases.A, VOLTS, options.currents(most.getValue() / VOLTS)))
                .toList();
        return Network.singleBus(connectors, LimitProfile.constant(capKw * 1000));
    }
}
