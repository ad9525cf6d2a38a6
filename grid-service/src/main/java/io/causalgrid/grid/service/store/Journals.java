package io.causalgrid.grid.service.store;

import io.causalgrid.grid.core.owner.Journal;
import io.causalgrid.grid.service.config.GridConfig;
import io.causalgrid.kv.client.CausalGridClient;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The journals of this process's substation, as configured, and the store that they are in. */
@Singleton
public class Journals {
    private static final Logger LOG = Logger.getLogger(Journals.class);

    private final GridConfig config;
    private final MeterRegistry registry;
    private @Nullable MemoryJournal memory;
    private @Nullable CausalGridClient client;

    Journals(GridConfig config, MeterRegistry registry) {
        this.config = config;
        this.registry = registry;
    }

    /**
     * A journal for one claim, to be closed by its owner. Each claim has its own, so that what the owner of an earlier one still
     * writes late is written under that one, and counts nothing.
     */
    public Journal journal() {
        return client().<Journal>map(this::inStore).orElseGet(this::inMemory);
    }

    /** The store; empty if the journal is in memory. */
    public synchronized Optional<CausalGridClient> client() {
        CausalGridClient made = client;
        if (made == null && config.journal().equals("store")) {
            var timeout = config.store().timeout();
            made = CausalGridClient.builder(
                            config.store().replicas().orElseThrow().toArray(URI[]::new))
                    .deadline(timeout.multipliedBy(2))
                    .attemptTimeout(timeout)
                    .build();
            client = made;
        }
        return Optional.ofNullable(made);
    }

    /** The key of the claim on this process's substation. */
    public String ownerKey() {
        return new Names(config.substation().id()).owner();
    }

    @PreDestroy
    synchronized void close() {
        if (client != null) {
            client.close();
        }
    }

    private Journal inStore(CausalGridClient store) {
        String id = config.substation().id();
        Counter few = Counter.builder("grid.journal.few.replicas")
                .description("Batches that fewer than two replicas hold, since the store has no more")
                .tag("substation", id)
                .register(registry);
        return new StoreJournal(id, new ClientJournalStore(store, stored(id)), few::increment);
    }

    private StoredCounters stored(String id) {
        return new StoredCounters(
                Counter.builder("grid.journal.stored.keys")
                        .description("Keys written and deleted by batches that the store has taken")
                        .tag("substation", id)
                        .register(registry),
                Counter.builder("grid.journal.stored.bytes")
                        .description("Bytes of the values in batches that the store has taken")
                        .tag("substation", id)
                        .register(registry));
    }

    private synchronized Journal inMemory() {
        MemoryJournal made = memory;
        if (made == null) {
            LOG.warn(
                    "The journal is in memory: sessions are lost with this process. That is for tests and dev mode only;"
                            + " set causalgrid.grid.journal=store and causalgrid.grid.store.replicas");
            made = new MemoryJournal();
            memory = made;
        }
        return made;
    }
}
