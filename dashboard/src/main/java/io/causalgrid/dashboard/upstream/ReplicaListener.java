package io.causalgrid.dashboard.upstream;

import com.fasterxml.jackson.core.JacksonException;
import io.causalgrid.dashboard.state.EventLine.Kind;
import io.causalgrid.dashboard.state.LiveState;
import io.causalgrid.dashboard.state.Observation;
import io.causalgrid.dashboard.wire.ReplicaEvent;
import io.causalgrid.dashboard.wire.WireFormat;
import java.time.Instant;
import java.time.InstantSource;

/** Turns what one replica streams into observations. */
final class ReplicaListener implements EventSubscription.Listener {
    private final String replica;
    private final LiveState live;
    private final Telemetry telemetry;
    private final InstantSource clock;

    ReplicaListener(String replica, LiveState live, Telemetry telemetry, InstantSource clock) {
        this.replica = replica;
        this.live = live;
        this.telemetry = telemetry;
        this.clock = clock;
    }

    @Override
    public void received(String data) {
        try {
            observe(WireFormat.replicaEvent(data), clock.instant());
        } catch (JacksonException e) {
            telemetry.counted(replica, "malformed");
        }
    }

    @Override
    public void lost(String why) {
        telemetry.lost(replica);
        live.observe(new Observation.ReplicaLost(replica, why, clock.instant()));
    }

    private void observe(ReplicaEvent event, Instant at) {
        switch (event) {
            case ReplicaEvent.Cluster(var document)
            when document != null -> {
                telemetry.counted(replica, "cluster");
                live.observe(new Observation.ReplicaReported(replica, document, at));
            }
            case ReplicaEvent.Write write -> happened(Kind.WRITE, ReplicaSentences.of(write), at);
            case ReplicaEvent.Delivery delivery -> happened(Kind.DELIVERY, ReplicaSentences.of(delivery), at);
            case ReplicaEvent.Buffering buffering -> happened(Kind.BUFFERING, ReplicaSentences.of(buffering), at);
            case ReplicaEvent.Link link -> happened(Kind.LINK, ReplicaSentences.of(link), at);
            case ReplicaEvent.Cluster empty -> telemetry.counted(replica, "malformed");
            case ReplicaEvent.Unknown unknown -> telemetry.counted(replica, "other");
        }
    }

    private void happened(Kind kind, String text, Instant at) {
        telemetry.counted(replica, kind.label());
        live.observe(new Observation.Happened(replica, kind, text, at));
    }
}
