package io.causalgrid.grid.service.store;

import io.causalgrid.grid.core.feeder.FeederRow;
import io.causalgrid.grid.core.owner.Journal;
import io.causalgrid.grid.service.config.GridConfig;
import io.causalgrid.kv.client.CausalGridClient;
import io.causalgrid.kv.client.CausalGridClientBuilder;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The journals of this process's substation, as configured, and the store that they are in. */
@Singleton
public class Journals {
    private static final Logger LOG = Logger.getLogger(Journals.class);
    private static final Duration TIMEOUT_MIN = Duration.ofMillis(100);
    private static final Duration REST = Duration.ofSeconds(2);

    private final GridConfig config;
    private final MeterRegistry registry;
    private @Nullable MemoryJournal memory;
    private @Nullable CausalGridClient client;
    private @Nullable CausalGridClient writer;

    Journals(GridConfig config, MeterRegistry registry) {
        this.config = config;
        this.registry = registry;
    }

    /**
     * A journal for one claim, to be closed by its owner. Each claim has its own, so that what the owner of an earlier one still
     * writes late is written under that one, and counts nothing.
     */
    public Journal journal() {
        return config.journal().equals("store") ? inStore() : inMemory();
    }

    /** The store; empty if the journal is in memory. */
    public synchronized Optional<CausalGridClient> client() {
        CausalGridClient made = client;
        if (made == null && config.journal().equals("store")) {
            made = builder().attemptTimeout(config.store().timeout()).build();
            client = made;
        }
        return Optional.ofNullable(made);
    }

    /**
     * Those who wait for a batch have little patience. So the replica's waiting for others counts as part of the attempt, and
     * one that does not answer is left at once, and alone for a while: another one must have the time to take the batch.
     */
    private synchronized CausalGridClient writer() {
        CausalGridClient made = writer;
        if (made == null) {
            Duration timeout = config.store().timeout().minus(ClientJournalStore.PATIENCE);
            made = builder()
                    .attemptTimeout(timeout.compareTo(TIMEOUT_MIN) < 0 ? TIMEOUT_MIN : timeout)
                    .breaker(1, REST)
                    .build();
            writer = made;
        }
        return made;
    }

    private CausalGridClientBuilder builder() {
        return CausalGridClient.builder(config.store().replicas().orElseThrow().toArray(URI[]::new))
                .deadline(config.store().timeout().multipliedBy(2));
    }

    /** What is said about a feeder; empty if the journal, and so all that others could hear, is in memory. */
    public Optional<FeederBoard> feeder(FeederBoard.Place place, Consumer<FeederRow> listener) {
        return client().map(store -> new FeederBoard(store, place, listener));
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
        if (writer != null) {
            writer.close();
        }
    }

    private Journal inStore() {
        String id = config.substation().id();
        Counter few = Counter.builder("grid.journal.few.replicas")
                .description("Batches that fewer than two replicas hold, since the store has no more")
                .tag("substation", id)
                .register(registry);
        return new StoreJournal(id, store(), few::increment);
    }

    /** The store as a journal uses it; there must be one. */
    JournalStore store() {
        String id = config.substation().id();
        var counters = new StoredCounters(
                Counter.builder("grid.journal.stored.keys")
                        .description("Keys written and deleted by batches that the store has taken")
                        .tag("substation", id)
                        .register(registry),
                Counter.builder("grid.journal.stored.bytes")
                        .description("Bytes of the values in batches that the store has taken")
                        .tag("substation", id)
                        .register(registry));
        return new ClientJournalStore(client().orElseThrow(), writer(), counters);
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
