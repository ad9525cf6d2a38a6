package io.causalgrid.dashboard.state;

import io.causalgrid.dashboard.wire.ClusterDocument;
import io.causalgrid.dashboard.wire.SubstationDocument;
import java.time.Instant;
import java.util.List;

/** Something the dashboard learnt, with the time at which it did. */
public sealed interface Observation {
    Instant at();

    /** A replica sent its view of the cluster. */
    record ReplicaReported(String replica, ClusterDocument document, Instant at) implements Observation {}

    /** A replica's stream failed, ended or fell silent. */
    record ReplicaLost(String replica, String why, Instant at) implements Observation {}

    /** The gateway listed the substations. */
    record GatewayReported(List<SubstationDocument> substations, Instant at) implements Observation {
        public GatewayReported {
            substations = List.copyOf(substations);
        }
    }

    /** The gateway did not answer, or not usefully. */
    record GatewayLost(String why, Instant at) implements Observation {}

    /** Something for the list of events. */
    record Happened(String source, EventLine.Kind kind, String text, Instant at) implements Observation {}
}
