package io.causalgrid.grid.service.gateway;

import io.causalgrid.grid.service.config.Addresses;
import io.causalgrid.grid.service.config.GridConfig;
import io.causalgrid.grid.service.peer.Peer;
import io.causalgrid.grid.service.peer.PeerHttp;
import io.causalgrid.grid.service.peer.Reply;
import io.causalgrid.grid.service.wire.Refusals;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The balancers, each with its circuit breaker. */
@Singleton
class BalancerPeers {
    private final GridConfig.GatewayConfig config;
    private final Addresses addresses;
    private final PeerHttp http;
    private final GatewayMetrics metrics;
    private @Nullable List<Peer> peers;

    BalancerPeers(GridConfig config, Addresses addresses, PeerHttp http, GatewayMetrics metrics) {
        this.config = config.gateway();
        this.addresses = addresses;
        this.http = http;
        this.metrics = metrics;
    }

    /** Whether it is known where they are: one in this process can be reached once the server listens. */
    boolean areKnown() {
        return addresses.balancersAreKnown();
    }

    /** All, in configured order; to be asked for only once the server listens. */
    synchronized List<Peer> all() {
        List<Peer> ready = peers;
        if (ready == null) {
            var settings = new Peer.Settings(config.attemptTimeout(), config.breaker(), BalancerPeers::isHealthy);
            ready = addresses.balancers().stream()
                    .map(url -> new Peer(url, http, settings))
                    .toList();
            ready.forEach(metrics::register);
            peers = ready;
        }
        return ready;
    }

    /**
     * All, in an order that depends on the key only (rendezvous hashing): a repeated key reaches the balancer that is at it
     * already, and different keys spread.
     */
    List<Peer> inOrderFor(String key) {
        return all().stream()
                .sorted(Comparator.comparingInt(peer -> scramble((key + ' ' + peer.url()).hashCode())))
                .toList();
    }

    /** A balancer that has no place for a request is at work; one that cannot take requests is not. */
    private static boolean isHealthy(Reply.Answered answer) {
        return answer.status() < 500
                || answer.isProblem(Refusals.NO_CAPACITY)
                || answer.isProblem(Refusals.NO_SUBSTATION)
                || answer.isProblem(Refusals.IN_DOUBT);
    }

    /** The finishing step of MurmurHash3: a hash of texts that differ at the end only becomes one that looks random. */
    private static int scramble(int hash) {
        int mixed = (hash ^ (hash >>> 16)) * 0x85ebca6b;
        mixed = (mixed ^ (mixed >>> 13)) * 0xc2b2ae35;
        return mixed ^ (mixed >>> 16);
    }
}
