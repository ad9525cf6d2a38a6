package io.causalgrid.grid.service.substation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.causalgrid.grid.core.allocation.AllocationPolicy;
import io.causalgrid.grid.core.allocation.EarliestDeadline;
import io.causalgrid.grid.core.allocation.EqualShare;
import io.causalgrid.grid.core.allocation.FallingBack;
import io.causalgrid.grid.core.allocation.FirstCome;
import io.causalgrid.grid.core.allocation.Horizon;
import io.causalgrid.grid.core.allocation.HorizonSettings;
import io.causalgrid.grid.core.allocation.LeastLaxity;
import io.causalgrid.grid.core.allocation.Optimised;
import io.causalgrid.grid.core.ledger.Admission;
import io.causalgrid.grid.core.ledger.ChargeKey;
import io.causalgrid.grid.core.ledger.Ledger;
import io.causalgrid.grid.core.ledger.LedgerJournal;
import io.causalgrid.grid.core.ledger.LedgerLimits;
import io.causalgrid.grid.core.optimisation.Deadline;
import io.causalgrid.grid.core.session.ChargeOrder;
import io.causalgrid.grid.core.session.Session;
import io.causalgrid.grid.service.config.Addresses;
import io.causalgrid.grid.service.config.GridConfig;
import io.causalgrid.grid.service.config.Role;
import io.causalgrid.grid.service.config.Roles;
import io.causalgrid.grid.service.events.EventHub;
import io.causalgrid.grid.service.events.GridEvent;
import io.causalgrid.grid.service.wire.Headers;
import io.causalgrid.grid.service.wire.SessionView;
import io.causalgrid.grid.service.wire.SubstationView;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** The substation of this process, if it has that role: what can be asked of it, from any thread. */
@Singleton
public class Substation {
    private static final double WATTS_A_KILOWATT = 1_000;
    private static final int INSTANCE_LENGTH = 8;
    /** Who cannot be served now is refused, so that the balancer asks elsewhere. */
    private static final int NO_QUEUE = 0;

    private static final Duration ALLOCATION_EVENT_PERIOD = Duration.ofMillis(200);

    private final GridConfig.SubstationConfig config;
    private final Roles roles;
    private final Addresses addresses;
    private final ObjectMapper mapper;
    private final SubstationMetrics metrics;
    private final EventHub events;
    private final SubstationLoop loop;
    private Instant lastAllocationEvent = Instant.EPOCH;

    Substation(
            GridConfig config,
            Roles roles,
            Addresses addresses,
            ObjectMapper mapper,
            SubstationMetrics metrics,
            InstantSource wall,
            RandomGenerator random) {
        this.config = config.substation();
        this.roles = roles;
        this.addresses = addresses;
        this.mapper = mapper;
        this.metrics = metrics;
        this.events = new EventHub(config.events());
        String instance = Headers.newName(random).substring(0, INSTANCE_LENGTH);
        var identity = new SubstationIdentity(
                this.config.id(), instance, this.config.limitKw() * WATTS_A_KILOWATT, this.config.connectors());
        var limits = new LedgerLimits(
                this.config.connectors(),
                NO_QUEUE,
                this.config.keyAge(),
                this.config.keysMax(),
                this.config.keyAge(),
                this.config.endedMax());
        var clock = new ScaledClock(wall, config.timeScale());
        var ledger = new Ledger(identity.id() + "-" + instance, limits, LedgerJournal.NONE);
        AllocationPolicy policy = policy(this.config, wall);
        var power = new SubstationPower(
                roles.has(Role.SUBSTATION) ? metrics.timed(policy, identity.id()) : policy, this.config.turn());
        var state = new SubstationState(identity, ledger, power, clock.now());
        var settings = new LoopSettings(clock::now, this.config.tick(), this.config.queue());
        this.loop = new SubstationLoop(state, settings, this::advanced);
    }

    void start(@Observes StartupEvent event) {
        if (roles.has(Role.SUBSTATION)) {
            metrics.register(config.id(), this::snapshot);
            loop.start();
        }
    }

    void stopSoon(@Observes ShutdownDelayInitiatedEvent event) {
        events.close();
    }

    void stop(@Observes ShutdownEvent event) {
        loop.stop();
    }

    /** Starts a session for the order, or says why not; fails with {@link QueueFull} if too many wait. */
    public CompletionStage<Admission> admit(ChargeKey key, ChargeOrder order) {
        return loop.submit((state, now) -> state.admit(key, order, now)).thenApply(admission -> {
            if (admission instanceof Admission.NoConnector) {
                metrics.refused(config.id());
            }
            return admission;
        });
    }

    CompletionStage<Optional<Admission.Accepted>> claim(ChargeKey key) {
        return loop.submit((state, now) -> state.claim(key, now));
    }

    CompletionStage<Boolean> release(ChargeKey key) {
        return loop.submit((state, now) -> {
            state.release(key, now);
            return true;
        });
    }

    /** Ends the session if it is active; completes with whether there is such a session. */
    public CompletionStage<Boolean> stop(String sessionId) {
        return loop.submit((state, now) -> {
            state.stop(sessionId, now);
            return snapshot().sessions().containsKey(sessionId);
        });
    }

    public Optional<SessionView> session(String id) {
        return Optional.ofNullable(snapshot().sessions().get(id));
    }

    /** A page of the sessions in the order of their ids. */
    public List<SessionView> sessions(SessionPage page) {
        return snapshot().sessions().tailMap(page.after(), false).values().stream()
                .filter(session -> page.state() == null || page.state().equals(session.state()))
                .limit(page.limit())
                .toList();
    }

    public SubstationView view() {
        return SubstationView.of(
                config.id(), addresses.ownSubstationUrl().toString(), snapshot().load());
    }

    public EventHub events() {
        return events;
    }

    SubstationSnapshot snapshot() {
        return loop.snapshot();
    }

    boolean isRunning() {
        return loop.isRunning();
    }

    private static AllocationPolicy policy(GridConfig.SubstationConfig config, InstantSource wall) {
        Supplier<Deadline> deadlines = () -> Deadline.in(config.optimiserTime(), wall);
        return switch (config.policy()) {
            case "first-come" -> new FirstCome();
            case "earliest-deadline" -> new EarliestDeadline();
            case "least-laxity" -> new LeastLaxity();
            case "optimised" -> new FallingBack(new Optimised(deadlines), new LeastLaxity());
            case "horizon" -> new FallingBack(new Horizon(HorizonSettings.energyOnly(), deadlines), new LeastLaxity());
            default -> new EqualShare();
        };
    }

    private void advanced(SubstationSnapshot snapshot, List<Session> changes, boolean onTick) {
        for (Session change : changes) {
            metrics.changed(config.id(), change);
            SessionView view = snapshot.sessions().get(change.terms().id());
            if (view != null) {
                publish(EventHub.SESSION, snapshot, Map.of("session", view));
            }
        }
        boolean due = !snapshot.tickedAt().isBefore(lastAllocationEvent.plus(ALLOCATION_EVENT_PERIOD));
        if (addresses.ownSubstationIsKnown() && (onTick || (due && !changes.isEmpty()))) {
            lastAllocationEvent = snapshot.tickedAt();
            publish(EventHub.ALLOCATION, snapshot, Map.of("allocation", view()));
        }
    }

    private void publish(String type, SubstationSnapshot snapshot, Map<String, Object> data) {
        var document = new LinkedHashMap<String, Object>();
        document.put("type", type);
        document.put("substation", config.id());
        document.put("at", snapshot.tickedAt());
        document.putAll(data);
        try {
            events.publish(new GridEvent(type, config.id(), mapper.writeValueAsString(document)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
