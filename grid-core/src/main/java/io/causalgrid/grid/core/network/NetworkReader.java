package io.causalgrid.grid.core.network;

import io.causalgrid.grid.core.series.InvalidSeriesException;
import io.causalgrid.grid.core.series.Quantity;
import io.causalgrid.grid.core.series.SeriesSource;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalDouble;

/**
 * Makes a network of a JSON document that has been parsed into maps, lists, texts and numbers; parsing is left to the
 * caller's library. Two formats are understood: this project's own tree of nodes, and the one with line pairs and formulae
 * in which Caltech's site is published. {@code docs/reference/network-format.md} describes both.
 */
public final class NetworkReader {
    private NetworkReader() {}

    /**
     * What the reader of a document may choose.
     *
     * @param capKw the transformer's cap, in place of the document's own
     * @param currents for connectors about whose currents the document says nothing
     */
    public record Choices(OptionalDouble capKw, Currents currents) {
        /** What charge points offer under IEC 61851-1: 6 to 32 A, in steps of 1 A. */
        public static final Choices SERVED = new Choices(OptionalDouble.empty(), Currents.steps(6, 32, 1));

        /** 32 A, the largest current of usual single-phase connectors, and anything below. */
        public static final Choices DEFAULT = new Choices(OptionalDouble.empty(), new Currents.Continuous(0, 32));
    }

    /**
     * What a document means by what it names.
     *
     * @param zone whose time of day it is
     * @param series where the series are
     */
    public record Surroundings(ZoneId zone, SeriesSource series) {
        /** Of a document by itself. */
        public static final Surroundings NONE = new Surroundings(ZoneId.of("UTC"), SeriesSource.NONE);

        /**
         * The series that a member names.
         *
         * @throws InvalidNetworkException if it cannot be read
         */
        public NavigableMap<Instant, Double> series(Members source, String member, Quantity quantity) {
            try {
                return series.read(source.text(member), quantity, zone);
            } catch (InvalidSeriesException e) {
                throw source.wrong(member, String.valueOf(e.getMessage()));
            }
        }
    }

    /** Reads a document by itself, as {@link #read(Map, Choices, Surroundings)}. */
    public static Network read(Map<String, ?> document, Choices choices) {
        return read(document, choices, Surroundings.NONE);
    }

    /**
     * Reads.
     *
     * @throws InvalidNetworkException if the document does not describe a possible network; the message says where and why
     */
    public static Network read(Map<String, ?> document, Choices choices, Surroundings surroundings) {
        try {
            Network network = document.containsKey("line_pairs")
                    ? LinePairFormat.read(document, choices)
                    : TreeFormat.read(document, choices, surroundings);
            requireUsable(network);
            return network;
        } catch (InvalidNetworkException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw new InvalidNetworkException(e.getMessage() == null ? "impossible value" : e.getMessage());
        }
    }

    /** A connector that could not have its minimum current even if it were alone would wait for ever. */
    private static void requireUsable(Network network) {
        for (int connector = 0; connector < network.connectors().size(); connector++) {
            Connector one = network.connectors().get(connector);
            for (Share share : network.shares(connector)) {
                Limit limit = network.limits().get(share.limit());
                double least = Math.hypot(share.re(), share.im()) * one.minAmps();
                if (least > limit.profile().highest() * (1 + Limits.TOLERANCE)) {
                    throw new InvalidNetworkException(
                            "connector %s can never charge: its floor of %s A alone exceeds the limit %s"
                                    .formatted(one.id(), one.minAmps(), limit.id()));
                }
            }
        }
    }
}
