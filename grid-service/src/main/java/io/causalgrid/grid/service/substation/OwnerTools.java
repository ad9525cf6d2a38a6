package io.causalgrid.grid.service.substation;

import io.causalgrid.grid.core.allocation.AllocationPolicy;
import io.causalgrid.grid.core.allocation.FallingBack;
import io.causalgrid.grid.core.allocation.LeastLaxity;
import io.causalgrid.grid.core.feeder.FeederRow;
import io.causalgrid.grid.core.network.Network;
import io.causalgrid.grid.core.owner.Journal;
import io.causalgrid.grid.core.plant.Manners;
import io.causalgrid.grid.core.plant.Plant;
import io.causalgrid.grid.core.plant.VirtualPlant;
import io.causalgrid.grid.service.config.Addresses;
import io.causalgrid.grid.service.config.GridConfig;
import io.causalgrid.grid.service.store.FeederBoard;
import io.causalgrid.grid.service.store.Journals;
import io.causalgrid.grid.service.wire.Headers;
import io.causalgrid.kv.client.CausalGridClient;
import io.causalgrid.kv.client.claim.ClaimSettings;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;

/** Where owners get what they need, in this process. */
@Singleton
class OwnerTools implements OwnerWorkshop.Tools {
    private static final Logger LOG = Logger.getLogger(OwnerTools.class);

    private static final Duration LOGGED_EVERY = Duration.ofMinutes(1);

    private final GridConfig config;
    private final Journals journals;
    private final SubstationMetrics metrics;
    private final Addresses addresses;
    private final InstantSource wall;
    private final RandomGenerator random;
    private final AtomicLong claims;
    private final SiteSource sites;

    OwnerTools(
            GridConfig config,
            Journals journals,
            SubstationMetrics metrics,
            Addresses addresses,
            InstantSource wall,
            RandomGenerator random) {
        this.addresses = addresses;
        this.random = random;
        this.config = config;
        this.journals = journals;
        this.metrics = metrics;
        this.wall = wall;
        this.sites = new SiteSource(config.substation());
        // Without a store that counts claims, seconds do: ids of sessions differ between restarts.
        this.claims = new AtomicLong(wall.instant().getEpochSecond());
    }

    @Override
    public Journal journal() {
        return journals.journal();
    }

    @Override
    public OwnerClaim claim() {
        return journals.client()
                .<OwnerClaim>map(this::inStore)
                .orElseGet(() -> OwnerClaim.unrivalled(claims.incrementAndGet()));
    }

    @Override
    public SiteSource sites() {
        return sites;
    }

    private OwnerClaim inStore(CausalGridClient store) {
        String url =
                addresses.ownSubstationIsKnown() ? addresses.ownSubstationUrl().toString() : "";
        var settings = new ClaimSettings(
                config.name() + "/" + Headers.newName(random),
                config.owner().lease(),
                config.owner().skew(),
                Map.of(StoredOwnerClaim.URL, url));
        return new StoredOwnerClaim(store, journals.ownerKey(), settings);
    }

    @Override
    public Plant plant(Network network, Instant start) {
        double share = config.substation().misbehaving();
        return new VirtualPlant(network, start, () -> Manners.ofOne(share, random));
    }

    @Override
    public Optional<FeederBoard> feeder(FeederBoard.Place place, Consumer<FeederRow> rows) {
        return journals.feeder(place, rows);
    }

    @Override
    public AllocationPolicy guarded(AllocationPolicy policy) {
        String id = config.substation().id();
        var logged = new AtomicReference<>(Instant.MIN);
        return new FallingBack(metrics.timed(policy, id), new LeastLaxity(), failure -> {
            metrics.policyFailed(id);
            Instant now = wall.instant();
            if (!now.isBefore(logged.get().plus(LOGGED_EVERY))) { // a busy site may fail in each round
                logged.set(now);
                LOG.warnf("the policy failed, least-laxity divides in its place: %s", failure);
            }
        });
    }

    @Override
    public InstantSource wall() {
        return wall;
    }
}
