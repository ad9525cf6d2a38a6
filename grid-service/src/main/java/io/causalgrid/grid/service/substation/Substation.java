package io.causalgrid.grid.service.substation;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.causalgrid.grid.core.balancing.LoadReport;
import io.causalgrid.grid.core.ledger.Attempt;
import io.causalgrid.grid.core.ledger.Moment;
import io.causalgrid.grid.core.owner.Decisions;
import io.causalgrid.grid.core.owner.Input;
import io.causalgrid.grid.core.owner.Reply;
import io.causalgrid.grid.core.owner.SubstationOwner;
import io.causalgrid.grid.core.session.ChargeOrder;
import io.causalgrid.grid.core.session.Session;
import io.causalgrid.grid.core.site.Site;
import io.causalgrid.grid.service.config.Addresses;
import io.causalgrid.grid.service.config.GridConfig;
import io.causalgrid.grid.service.config.Role;
import io.causalgrid.grid.service.config.Roles;
import io.causalgrid.grid.service.events.EventHub;
import io.causalgrid.grid.service.events.GridEvent;
import io.causalgrid.grid.service.wire.ChargeAnswer;
import io.causalgrid.grid.service.wire.Headers;
import io.causalgrid.grid.service.wire.Refusals;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongFunction;
import java.util.random.RandomGenerator;

/** The substation of this process, if it has that role: what can be asked of it, from any thread. */
@Singleton
public class Substation {
    private static final Duration ALLOCATION_EVENT_PERIOD = Duration.ofMillis(200);
    private static final Duration STALLED_AFTER = Duration.ofSeconds(10);

    private final GridConfig.SubstationConfig config;
    private final Roles roles;
    private final Addresses addresses;
    private final ObjectMapper mapper;
    private final SubstationMetrics metrics;
    private final RandomGenerator random;
    private final EventHub events;
    private final SubstationClock clock;
    private final SubstationViews views;
    private final Ownership ownership;
    private final OwnerWorkshop workshop;
    private final SiteSource sites;
    private final SiteWatch siteWatch;
    private Instant lastAllocationEvent = Instant.EPOCH;

    Substation(
            GridConfig config,
            Roles roles,
            Addresses addresses,
            ObjectMapper mapper,
            SubstationMetrics metrics,
            InstantSource wall,
            RandomGenerator random,
            OwnerWorkshop.Tools tools) {
        this.config = config.substation();
        this.roles = roles;
        this.addresses = addresses;
        this.mapper = mapper;
        this.metrics = metrics;
        this.random = random;
        this.events = new EventHub(config.events());
        this.clock = new SubstationClock(wall, System::nanoTime, config.timeScale());
        this.workshop = new OwnerWorkshop(config, tools, clock, new Listener());
        this.views = new SubstationViews(
                this.config.endedMax(), new SubstationViews.Totals(workshop.emptyLoad(), 0, 0, 0, false, Instant.MIN));
        this.ownership = new Ownership(this.config.id(), workshop, clock);
        this.sites = tools.sites();
        this.siteWatch = new SiteWatch(sites);
    }

    void start(@Observes StartupEvent event) {
        if (roles.has(Role.SUBSTATION)) {
            metrics.register(config.id(), views::totals);
            metrics.register(config.id(), ownership::standing, clock::wallDrift);
            metrics.register(config.id(), sites);
            ownership.start();
            siteWatch.start();
        }
    }

    void stopSoon(@Observes ShutdownDelayInitiatedEvent event) {
        events.close();
    }

    void stop(@Observes ShutdownEvent event) {
        if (roles.has(Role.SUBSTATION)) {
            siteWatch.stop();
            try {
                ownership.stop();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Keeps a connector for an order. Fails with {@link QueueFull} or {@link NotOwnerException}. */
    CompletionStage<Reply> reserve(Attempt attempt, boolean keyIsNew, ChargeOrder order) {
        return ask(number -> new Input.Reserve(number, attempt, keyIsNew, order))
                .thenApply(this::counted);
    }

    /** Makes a reservation a session. */
    CompletionStage<Reply> confirm(String sessionId) {
        return ask(number -> new Input.Confirm(number, sessionId));
    }

    /** Gives back what an attempt has reserved. */
    CompletionStage<Reply> giveBack(Attempt attempt) {
        return ask(number -> new Input.GiveBack(number, attempt));
    }

    /** Both steps, for a client that asks this substation itself. */
    public CompletionStage<Reply> charge(String key, boolean keyIsNew, ChargeOrder order) {
        return reserve(new Attempt(key, Headers.newName(random)), keyIsNew, order)
                .thenCompose(reply -> reply instanceof Reply.Reserved reserved
                        ? confirm(reserved.terms().id())
                        : CompletableFuture.completedStage(reply));
    }

    /**
     * The simple answer to a client that asked this substation itself.
     *
     * @throws io.quarkiverse.resteasy.problem.HttpProblem if the vehicle does not charge here
     */
    public ChargeAnswer answer(Reply reply) {
        return switch (reply) {
            case Reply.Charging(var accepted) -> ChargeAnswer.charging(accepted.activeSessions());
            case Reply.Here(Session session) -> new ChargeAnswer(session.state().label(), load().activeSessions());
            case Reply.Elsewhere(var record) -> throw AdmissionProblems.elsewhere(record);
            case Reply.Refusal refusal -> throw AdmissionProblems.of(refusal);
            case Reply.Reserved _, Reply.Queued _, Reply.Done _ ->
                throw new IllegalStateException("a request to charge was answered with " + reply);
        };
    }

    /** Ends a session; again is harmless. */
    public CompletionStage<Reply> stop(String sessionId) {
        return ask(number -> new Input.Stop(number, sessionId));
    }

    /**
     * A session.
     *
     * @throws io.quarkiverse.resteasy.problem.HttpProblem 404 if there is none, or 503 if that is not known yet
     * @throws NotOwnerException if this process does not own the substation
     */
    public SessionView session(String id) {
        requireOwner();
        boolean isWhole = views.totals().isWhole(); // first: what was whole then has it now
        return views.session(id)
                .orElseThrow(() -> isWhole
                        ? Refusals.unknownSession()
                        : AdmissionProblems.of(new Reply.Unavailable(Reply.Why.IN_DOUBT)));
    }

    /**
     * Sessions in the order of their ids: in a state, or in any if that is empty; with ids greater than {@code after}.
     *
     * @throws NotOwnerException if this process does not own the substation
     */
    public List<SessionView> sessions(String state, String after, int limit) {
        requireOwner();
        return views.page(new SubstationViews.Page(state.isEmpty() ? null : state, after, limit));
    }

    public SubstationView view() {
        return SubstationView.of(config.id(), addresses.ownSubstationUrl().toString(), load());
    }

    /** A session as clients see it, with the power that it was last seen to have. */
    public SessionView view(Session session) {
        return views.session(session.terms().id())
                .filter(view -> view.state().equals(session.state().label()))
                .orElseGet(() -> SessionView.of(session, config.id(), 0, ""));
    }

    public EventHub events() {
        return events;
    }

    LoadReport load() {
        return views.totals().load();
    }

    /**
     * The load, as the owner tells it.
     *
     * @throws NotOwnerException if this process does not own the substation
     */
    LoadReport ownLoad() {
        requireOwner();
        return load();
    }

    /** Why it cannot take sessions now; empty if it can. */
    Optional<String> hindrance() {
        if (!isOwner()) {
            return ownership
                    .hindrance()
                    .or(() -> Optional.of(requireNonNullElse(notOwner().getMessage(), "not owned here")));
        }
        if (ownership.standing() instanceof OwnerClaim.Standing.Doubtful) {
            return Optional.of("no majority of the store is in reach: running sessions go on, new ones are refused");
        }
        boolean isFresh = views.totals().at().isAfter(clock.now().steady().minus(STALLED_AFTER));
        return isFresh ? Optional.empty() : Optional.of("its thread has done nothing for 10 s");
    }

    private void requireOwner() {
        if (!isOwner()) {
            throw notOwner();
        }
    }

    /** Whether there is an owner here, and it has decided something: there is nothing to be seen before. */
    private boolean isOwner() {
        return ownership.loop().isPresent() && views.totals().at().isAfter(Instant.MIN);
    }

    private CompletionStage<Reply> ask(LongFunction<Input.Ask> question) {
        return ownership
                .loop()
                .map(loop -> loop.ask(question))
                .orElseGet(() -> CompletableFuture.failedFuture(notOwner()));
    }

    private NotOwnerException notOwner() {
        return ownership.standing() instanceof OwnerClaim.Standing.Waiting(String why, String url)
                ? new NotOwnerException(why, url)
                : new NotOwnerException("it is being taken over", "");
    }

    private Reply counted(Reply reply) {
        if (reply instanceof Reply.Full) {
            metrics.refused(config.id());
        }
        return reply;
    }

    /** Shows what each round has changed; on the owner's thread. */
    private final class Listener implements OwnerLoop.Listener {
        @Override
        public void decided(SubstationOwner owner, Decisions decisions, Moment now, boolean isTick) {
            decisions.changed().forEach(id -> show(owner, id, now));
            views.replace(workshop.totals(owner, now));
            metrics.takenBack(owner.takenBack());
            if (isTick) {
                sites.next().ifPresent(next -> changeTo(next, owner));
            }
            boolean isDue = !now.steady().isBefore(lastAllocationEvent.plus(ALLOCATION_EVENT_PERIOD));
            boolean isWanted = isTick || !decisions.changed().isEmpty();
            if (isDue && isWanted && addresses.ownSubstationIsKnown()) {
                lastAllocationEvent = now.steady();
                publish(EventHub.ALLOCATION, now, Map.of("allocation", view()));
            }
        }

        @Override
        public void written(Duration time, boolean isStored) {
            metrics.written(config.id(), time, isStored);
        }

        @Override
        public void ended() {
            views.clear();
        }

        /** Another owner finds in the journal what there is, as after a restart, and works with the site as it has become. */
        private void changeTo(Site next, SubstationOwner owner) {
            owner.prepareFor(next.network()).ifPresentOrElse(sites::complain, ownership::beginAnew);
        }

        private void show(SubstationOwner owner, String id, Moment now) {
            Session session = owner.session(id);
            if (session == null) {
                return;
            }
            SessionView view = workshop.view(owner, session);
            String before = views.replace(view, session instanceof Session.Ended)
                    .map(SessionView::state)
                    .orElse("");
            if (!before.equals(view.state())) {
                metrics.changed(config.id(), session);
                publish(EventHub.SESSION, now, Map.of("session", view));
            }
        }

        private void publish(String type, Moment now, Map<String, Object> data) {
            var document = new LinkedHashMap<String, Object>();
            document.put("type", type);
            document.put("substation", config.id());
            document.put("at", now.wall());
            document.putAll(data);
            try {
                events.publish(new GridEvent(type, config.id(), mapper.writeValueAsString(document)));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
