package io.causalgrid.grid.service.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.causalgrid.grid.service.config.GridConfig;
import io.causalgrid.grid.service.config.Role;
import io.causalgrid.grid.service.config.Roles;
import io.causalgrid.grid.service.peer.Peer;
import io.causalgrid.grid.service.peer.PeerCall;
import io.causalgrid.grid.service.peer.Reply;
import io.causalgrid.grid.service.wire.SubstationView;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * Asks the balancers which substations there are: that tells where sessions live, and that a balancer can be reached.
 */
@Singleton
class BalancerWatch {
    private static final Logger LOG = Logger.getLogger(BalancerWatch.class);
    private static final Duration WHILE_NONE = Duration.ofMillis(100);
    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    private final Roles roles;
    private final BalancerPeers balancers;
    private final ObjectMapper mapper;
    private final Duration period;
    private final SubstationRelays relays;
    private final Thread worker;
    private volatile Map<String, URI> substations = Map.of();
    private volatile boolean reachable;

    BalancerWatch(
            Roles roles, BalancerPeers balancers, ObjectMapper mapper, GridConfig config, SubstationRelays relays) {
        this.roles = roles;
        this.balancers = balancers;
        this.mapper = mapper;
        this.period = config.gateway().pollPeriod();
        this.relays = relays;
        this.worker = Thread.ofVirtual().name("watch balancers").unstarted(this::run);
    }

    void start(@Observes StartupEvent event) {
        if (roles.has(Role.GATEWAY)) {
            worker.start();
        }
    }

    void stopSoon(@Observes ShutdownDelayInitiatedEvent event) {
        relays.stop();
        relays.hub().close();
    }

    void stop(@Observes ShutdownEvent event) {
        worker.interrupt();
    }

    /** Whether at least one balancer answered when last asked. */
    boolean isAnyReachable() {
        return reachable;
    }

    /** The substations' addresses by id, as last heard. */
    Map<String, URI> substations() {
        return substations;
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                boolean wasReachable = reachable;
                reachable = ask();
                if (wasReachable && !reachable) {
                    LOG.warn("no balancer can be reached");
                }
                Thread.sleep(reachable ? period : WHILE_NONE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the process stops
        }
    }

    private boolean ask() {
        if (!balancers.areKnown()) {
            return false;
        }
        for (Peer balancer : balancers.all()) {
            Reply reply = balancer.probe(PeerCall.get("/internal/v1/substations"), TIMEOUT);
            if (reply instanceof Reply.Answered answer && answer.isSuccess() && remember(answer)) {
                return true;
            }
        }
        return false;
    }

    private boolean remember(Reply.Answered answer) {
        try {
            Map<String, URI> heard = new LinkedHashMap<>();
            for (SubstationView view : mapper.treeToValue(answer.json(), SubstationView[].class)) {
                heard.put(view.id(), URI.create(view.url()));
            }
            substations = heard;
            relays.follow(heard);
            return true;
        } catch (JsonProcessingException e) {
            return false;
        }
    }
}
