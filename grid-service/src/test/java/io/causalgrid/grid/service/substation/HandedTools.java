package io.causalgrid.grid.service.substation;

import io.causalgrid.grid.core.allocation.AllocationPolicy;
import io.causalgrid.grid.core.feeder.FeederRow;
import io.causalgrid.grid.core.network.Network;
import io.causalgrid.grid.core.owner.Batch;
import io.causalgrid.grid.core.owner.Journal;
import io.causalgrid.grid.core.owner.JournalException;
import io.causalgrid.grid.core.owner.KeyFinding;
import io.causalgrid.grid.core.owner.OwnerEvent;
import io.causalgrid.grid.core.plant.Plant;
import io.causalgrid.grid.core.plant.VirtualPlant;
import io.causalgrid.grid.service.config.GridConfig;
import io.causalgrid.grid.service.store.FeederBoard;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A claim that stands as a test says, and a journal in memory whose keys can be read when a test lets them. */
@Alternative
@Singleton
class HandedTools implements OwnerWorkshop.Tools {
    private final List<Consumer<OwnerClaim.Standing>> listeners = new CopyOnWriteArrayList<>();
    private final List<OwnerEvent> events = new ArrayList<>();
    private final AtomicLong claims = new AtomicLong();
    private volatile OwnerClaim.Standing standing = new OwnerClaim.Standing.Waiting("nobody has it yet", "");
    private volatile boolean canRead = true;
    private final SiteSource sites;

    HandedTools(GridConfig config) {
        this.sites = new SiteSource(config.substation());
    }

    /** A number that was not given before. */
    long nextClaim() {
        return claims.incrementAndGet();
    }

    void stands(OwnerClaim.Standing now) {
        standing = now;
        listeners.forEach(listener -> listener.accept(now));
    }

    void canRead(boolean can) {
        canRead = can;
    }

    @Override
    public OwnerClaim claim() {
        return new OwnerClaim() {
            private Consumer<Standing> listening = _ -> {};

            @Override
            public void start(Consumer<Standing> listener) {
                listening = listener;
                listeners.add(listener);
                listener.accept(standing);
            }

            @Override
            public Standing standing() {
                return standing;
            }

            @Override
            public void close() {
                listeners.remove(listening);
            }
        };
    }

    @Override
    public Journal journal() {
        return new Journal() {
            @Override
            public List<OwnerEvent> takeOver(long claim) {
                synchronized (events) {
                    return List.copyOf(events);
                }
            }

            @Override
            public CompletionStage<Boolean> write(Batch batch) {
                synchronized (events) {
                    if (batch.isBook()) {
                        events.clear();
                    }
                    events.addAll(batch.events());
                }
                return CompletableFuture.completedStage(true);
            }

            @Override
            public CompletionStage<Map<String, List<KeyFinding>>> read(Set<String> keys) {
                return canRead
                        ? CompletableFuture.completedStage(
                                keys.stream().collect(Collectors.toMap(Function.identity(), _ -> List.of())))
                        : CompletableFuture.failedStage(new JournalException("it cannot be read now", null));
            }

            @Override
            public boolean isShared() {
                return true;
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public SiteSource sites() {
        return sites;
    }

    @Override
    public Plant plant(Network network, Instant start) {
        return new VirtualPlant(network, start);
    }

    @Override
    public Optional<FeederBoard> feeder(FeederBoard.Place place, Consumer<FeederRow> rows) {
        return Optional.empty();
    }

    @Override
    public AllocationPolicy guarded(AllocationPolicy policy) {
        return policy;
    }

    @Override
    public InstantSource wall() {
        return InstantSource.system();
    }
}
