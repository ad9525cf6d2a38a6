package io.causalgrid.grid.service.substation;

import io.causalgrid.grid.core.allocation.AllocationDefaults;
import io.causalgrid.grid.core.allocation.AllocationPolicy;
import io.causalgrid.grid.core.allocation.AllocatorSettings;
import io.causalgrid.grid.core.allocation.KnownPolicy;
import io.causalgrid.grid.core.allocation.OrderSettings;
import io.causalgrid.grid.core.balancing.LoadReport;
import io.causalgrid.grid.core.ledger.LedgerLimits;
import io.causalgrid.grid.core.ledger.Moment;
import io.causalgrid.grid.core.network.Network;
import io.causalgrid.grid.core.optimisation.Deadline;
import io.causalgrid.grid.core.owner.Journal;
import io.causalgrid.grid.core.owner.JournalException;
import io.causalgrid.grid.core.owner.OwnerEvent;
import io.causalgrid.grid.core.owner.OwnerSettings;
import io.causalgrid.grid.core.owner.SubstationOwner;
import io.causalgrid.grid.core.plant.VirtualPlant;
import io.causalgrid.grid.core.session.Session;
import io.causalgrid.grid.service.config.GridConfig;
import io.causalgrid.grid.service.wire.SessionView;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

/** Makes owners from the configuration, and shows what they have. */
final class OwnerWorkshop implements Ownership.Workshop {
    private static final double WATTS_A_KILOWATT = 1_000;
    /** Who cannot be served now is refused, so that the balancer asks elsewhere. */
    private static final int NO_QUEUE = 0;
    /** Power is divided anew at least this often in simulated time, however fast that runs. */
    private static final Duration STEP_MAX = Duration.ofMinutes(1);

    private static final Duration TICK_MIN = Duration.ofMillis(10);
    private static final Duration LEASE = Duration.ofMinutes(10);
    private static final double TOLERANCE_AMPS = 0.5;

    private final GridConfig config;
    private final Tools tools;
    private final SubstationClock clock;
    private final OwnerLoop.Listener listener;
    private final Network network;
    private volatile String instance = "";

    /** Where journals, claims and policies come from. */
    interface Tools {
        /** For one claim; the owner closes it. */
        Journal journal();

        OwnerClaim claim();

        /** A policy whose time is measured, and which is not asked again when it has failed. */
        AllocationPolicy guarded(AllocationPolicy policy);

        InstantSource wall();
    }

    OwnerWorkshop(GridConfig config, Tools tools, SubstationClock clock, OwnerLoop.Listener listener) {
        this.config = config;
        this.tools = tools;
        this.clock = clock;
        this.listener = listener;
        this.network = SingleBus.of(
                limitWatts(config.substation()), config.substation().connectors());
    }

    @Override
    public OwnerClaim claim() {
        return tools.claim();
    }

    @Override
    public OwnerLoop loop(long claim, Supplier<OwnerClaim.Standing> standing) {
        Journal journal = tools.journal();
        List<OwnerEvent> events = takeOver(journal, claim);
        Ownership.last(events).ifPresent(clock::resume);
        Moment now = clock.now();
        String prefix = "%s-%08d".formatted(config.substation().id(), claim);
        instance = prefix;
        var owner = new SubstationOwner(settings(journal), prefix, network, policy());
        events.forEach(owner::replay);
        owner.takeOver(now);
        var plant = new VirtualPlant(network, now.simulated());
        var parts = new OwnerLoop.Parts(owner, plant, journal, () -> lasts(standing.get()), clock, listener);
        return new OwnerLoop(
                parts, new OwnerLoop.Settings(tick(), config.substation().queue()));
    }

    private static List<OwnerEvent> takeOver(Journal journal, long claim) {
        try {
            return journal.takeOver(claim);
        } catch (JournalException e) {
            journal.close();
            throw e;
        }
    }

    /** Whether a claim lasts longer than a write may take. */
    private boolean lasts(OwnerClaim.Standing standing) {
        long write = config.store().timeout().toNanos();
        return standing instanceof OwnerClaim.Standing.Held(long _, long untilNanos)
                && untilNanos - System.nanoTime() > write;
    }

    /** Of a substation that was never heard of. */
    static LoadReport emptyLoad(GridConfig.SubstationConfig config) {
        return new LoadReport("", 0, limitWatts(config), config.connectors(), 0, 0, 0);
    }

    SubstationViews.Totals totals(SubstationOwner owner, Moment now) {
        var load = new LoadReport(
                instance,
                owner.ledger().version(),
                limitWatts(config.substation()),
                config.substation().connectors(),
                owner.grantedWatts(),
                owner.ledger().committedWatts(),
                owner.ledger().activeSessions());
        return new SubstationViews.Totals(load, owner.deliveredWattHours(), owner.isInheritanceShown(), now.steady());
    }

    SessionView view(SubstationOwner owner, Session session) {
        String substation = config.substation().id();
        if (session instanceof Session.Ended ended) {
            return SessionView.of(session, substation, 0, ended.because().text());
        }
        return owner.grant(session.terms().id())
                .map(grant -> SessionView.of(session, substation, grant.watts(network), grant.why()))
                .orElseGet(() -> SessionView.of(session, substation, 0, "not allocated yet"));
    }

    private OwnerSettings settings(Journal journal) {
        GridConfig.SubstationConfig substation = config.substation();
        var limits = new LedgerLimits(
                substation.connectors(),
                NO_QUEUE,
                substation.reservationAge(),
                substation.keysMax(),
                substation.keyAge(),
                substation.endedMax());
        var times = new OwnerSettings.Times(
                substation.patience(),
                substation.progress(),
                substation.division(),
                step(),
                config.owner().skew());
        return new OwnerSettings(
                substation.id(),
                limits,
                new AllocatorSettings(substation.turn(), substation.turnWait(), orders()),
                journal.isShared(),
                times,
                config.owner().bookEvery());
    }

    private AllocationPolicy policy() {
        Supplier<Deadline> deadlines = () -> Deadline.in(config.substation().optimiserTime(), tools.wall());
        var with = new KnownPolicy.Tools(AllocationDefaults.HORIZON, deadlines);
        return tools.guarded(config.substation().policy().make(with));
    }

    /** Short enough for a step of simulated time. */
    private Duration tick() {
        Duration step = Duration.ofNanos(Math.round(STEP_MAX.toNanos() / config.timeScale()));
        Duration least = step.compareTo(TICK_MIN) < 0 ? TICK_MIN : step;
        Duration wanted = config.substation().tick();
        return wanted.compareTo(least) > 0 ? least : wanted;
    }

    private Duration step() {
        Duration tick = scaled(tick());
        return tick.compareTo(STEP_MAX) > 0 ? tick : STEP_MAX;
    }

    /** Virtual charge points obey at once and have our clock; what takes time is the journal, in real time. */
    private OrderSettings orders() {
        Duration ticks = scaled(tick()).multipliedBy(10);
        Duration lease = ticks.compareTo(LEASE) > 0 ? ticks : LEASE;
        return new OrderSettings(
                lease, Duration.ZERO, scaled(config.substation().patience()), TOLERANCE_AMPS, 0, Duration.ZERO);
    }

    private Duration scaled(Duration real) {
        return Duration.ofNanos(Math.round(real.toNanos() * config.timeScale()));
    }

    private static double limitWatts(GridConfig.SubstationConfig config) {
        return config.limitKw() * WATTS_A_KILOWATT;
    }
}
