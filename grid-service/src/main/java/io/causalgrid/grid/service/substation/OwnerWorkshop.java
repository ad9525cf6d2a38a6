package io.causalgrid.grid.service.substation;

import io.causalgrid.grid.core.allocation.AllocationDefaults;
import io.causalgrid.grid.core.allocation.AllocationPolicy;
import io.causalgrid.grid.core.allocation.AllocatorSettings;
import io.causalgrid.grid.core.allocation.Capacity;
import io.causalgrid.grid.core.allocation.HorizonSettings;
import io.causalgrid.grid.core.allocation.KnownPolicy;
import io.causalgrid.grid.core.allocation.OrderSettings;
import io.causalgrid.grid.core.balancing.LoadReport;
import io.causalgrid.grid.core.feeder.FeederRow;
import io.causalgrid.grid.core.feeder.FeederSettings;
import io.causalgrid.grid.core.feeder.FeederShare;
import io.causalgrid.grid.core.ledger.LedgerLimits;
import io.causalgrid.grid.core.ledger.Moment;
import io.causalgrid.grid.core.network.Network;
import io.causalgrid.grid.core.optimisation.Deadline;
import io.causalgrid.grid.core.owner.Journal;
import io.causalgrid.grid.core.owner.JournalException;
import io.causalgrid.grid.core.owner.OwnerEvent;
import io.causalgrid.grid.core.owner.OwnerSettings;
import io.causalgrid.grid.core.owner.SharedLimit;
import io.causalgrid.grid.core.owner.SubstationOwner;
import io.causalgrid.grid.core.plant.Obedience;
import io.causalgrid.grid.core.plant.Plant;
import io.causalgrid.grid.core.series.Course;
import io.causalgrid.grid.core.session.Session;
import io.causalgrid.grid.core.site.Site;
import io.causalgrid.grid.service.config.GridConfig;
import io.causalgrid.grid.service.store.FeederBoard;
import io.causalgrid.grid.service.wire.SessionView;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Makes owners from the configuration and the site, and shows what they have. */
final class OwnerWorkshop implements Ownership.Workshop {
    /** Who cannot be served now is refused, so that the balancer asks elsewhere. */
    private static final int NO_QUEUE = 0;
    /** Power is divided anew at least this often in simulated time, however fast that runs. */
    private static final Duration STEP_MAX = Duration.ofMinutes(1);

    private static final Duration TICK_MIN = Duration.ofMillis(10);
    private static final Duration LEASE = Duration.ofMinutes(10);
    /** What is lent comes back only when orders have ended. */
    private static final Duration LEASE_BELOW_FEEDER = Duration.ofMinutes(2);

    /** So that orders may use a loan for most of its term. */
    private static final int ORDERS_A_TERM = 4;
    /** Clocks that differ by a fiftieth are broken. */
    private static final int SKEWS_A_TERM = 50;

    private static final int RENEWALS_A_TERM = 16;
    private static final double TOLERANCE_AMPS = 0.5;

    private final GridConfig config;
    private final Tools tools;
    private final SubstationClock clock;
    private final OwnerLoop.Listener listener;
    private final SiteSource sites;
    /** What the present owner works with. */
    private volatile Shown shown;

    /**
     * What is shown of an owner beside what it has.
     *
     * @param instance the beginning of its sessions' ids
     * @param limitWatts what its network can give out
     * @param until when that may be something else, in simulated time
     */
    private record Shown(String instance, Network network, double limitWatts, Instant until) {}

    /** What an owner takes over, and when. */
    private record Making(long claim, String prefix, Journal journal, List<OwnerEvent> events, Moment now) {}

    /** Where journals, claims and policies come from. */
    interface Tools {
        /** For one claim; the owner closes it. */
        Journal journal();

        OwnerClaim claim();

        /** What the site is. */
        SiteSource sites();

        /** What has the charge points of a network, from a moment on. */
        Plant plant(Network network, Instant start);

        /** What is said about a feeder; empty if nobody could hear it. */
        Optional<FeederBoard> feeder(FeederBoard.Place place, Consumer<FeederRow> rows);

        /** A policy whose time is measured, and which is not asked again when it has failed. */
        AllocationPolicy guarded(AllocationPolicy policy);

        InstantSource wall();
    }

    OwnerWorkshop(GridConfig config, Tools tools, SubstationClock clock, OwnerLoop.Listener listener) {
        this.config = config;
        this.tools = tools;
        this.clock = clock;
        this.listener = listener;
        this.sites = tools.sites();
        this.shown = shown("", sites.current().network());
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
        SubstationOwner owner = owner(new Making(claim, prefix, journal, events, now));
        Site site = sites.current();
        shown = shown(prefix, site.network());
        Plant plant = tools.plant(site.network(), now.simulated());
        var parts = new OwnerLoop.Parts(
                owner, plant, journal, rows -> feeder(site, rows), () -> lasts(standing.get()), clock, listener);
        return new OwnerLoop(
                parts, new OwnerLoop.Settings(tick(), config.substation().queue()));
    }

    /** With the site as it has become, if that has room for all that there is, and else as it was. */
    private SubstationOwner owner(Making making) {
        Optional<Site> next = sites.next();
        if (next.isPresent()) {
            try {
                SubstationOwner owner = owner(next.get(), making);
                sites.taken();
                return owner;
            } catch (IllegalStateException e) {
                sites.complain(String.valueOf(e.getMessage())); // a session has come in between: later, then
            }
        }
        try {
            return owner(sites.current(), making);
        } catch (IllegalStateException e) {
            making.journal().close();
            throw new JournalException(String.valueOf(e.getMessage()), e);
        }
    }

    private SubstationOwner owner(Site site, Making making) {
        var owner = new SubstationOwner(
                settings(site, making.journal()),
                making.prefix(),
                site.network(),
                policy(site),
                shared(site, making.claim()));
        making.events().forEach(owner::replay);
        owner.takeOver(making.now());
        return owner;
    }

    private Optional<SharedLimit> shared(Site site, long claim) {
        return site.feeder().map(feeder -> {
            OrderSettings orders = orders(site);
            Duration order = orders.lease().plus(orders.transit());
            Duration term = Duration.ofNanos(Math.round(ORDERS_A_TERM * order.toNanos() / config.timeScale()));
            var terms = new FeederSettings(
                    config.substation().id(),
                    feeder.rightsWatts(),
                    term,
                    term.dividedBy(SKEWS_A_TERM),
                    term.dividedBy(RENEWALS_A_TERM),
                    config.timeScale());
            return new SharedLimit(new FeederShare(terms, claim), feeder.limit());
        });
    }

    private Optional<FeederBoard> feeder(Site site, Consumer<FeederRow> rows) {
        String own = config.substation().id();
        return site.feeder().flatMap(feeder -> {
            List<String> others = feeder.rightsWatts().keySet().stream()
                    .filter(other -> !other.equals(own))
                    .sorted()
                    .toList();
            return tools.feeder(new FeederBoard.Place(feeder.id(), own, others), rows);
        });
    }

    private Shown shown(String instance, Network network) {
        Instant now = clock.now().simulated();
        return new Shown(instance, network, Capacity.watts(network, now), network.nextLimitChange(now));
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
    LoadReport emptyLoad() {
        Shown known = shown;
        return new LoadReport(
                "", 0, known.limitWatts(), known.network().connectors().size(), 0, 0, 0);
    }

    SubstationViews.Totals totals(SubstationOwner owner, Moment now) {
        Shown known = shown;
        if (!now.simulated().isBefore(known.until())) {
            known = shown(known.instance(), known.network());
            shown = known;
        }
        var load = new LoadReport(
                known.instance(),
                owner.ledger().version(),
                Math.min(known.limitWatts(), owner.sharedWatts(now)),
                known.network().connectors().size(),
                owner.grantedWatts(),
                owner.ledger().committedWatts(),
                owner.ledger().activeSessions());
        return new SubstationViews.Totals(
                load,
                owner.deliveredWattHours(),
                owner.lentWatts(now),
                owner.borrowedWatts(now),
                owner.isInheritanceShown(),
                now.steady());
    }

    SessionView view(SubstationOwner owner, Session session) {
        String substation = config.substation().id();
        if (session instanceof Session.Ended ended) {
            return SessionView.of(session, substation, 0, ended.because().text());
        }
        return owner.grant(session.terms().id())
                .map(grant -> SessionView.of(session, substation, grant.watts(shown.network()), grant.why()))
                .orElseGet(() -> SessionView.of(session, substation, 0, "not allocated yet"));
    }

    private OwnerSettings settings(Site site, Journal journal) {
        GridConfig.SubstationConfig substation = config.substation();
        var limits = new LedgerLimits(
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
                site.defaults(),
                new AllocatorSettings(
                        site.sharing().turn().orElse(substation.turn()),
                        site.sharing().patience().orElse(substation.turnWait()),
                        orders(site)),
                journal.isShared(),
                times,
                config.owner().bookEvery());
    }

    private AllocationPolicy policy(Site site) {
        Supplier<Deadline> deadlines = () -> Deadline.in(config.substation().optimiserTime(), tools.wall());
        Course prices = HorizonSettings.withCarbon(
                site.prices(), site.carbon(), site.sharing().carbonPricePerKg());
        var horizon = new HorizonSettings(prices, AllocationDefaults.WORTH_PER_KWH, 0, 0);
        KnownPolicy policy = site.sharing().policy().orElse(config.substation().policy());
        double fullyServed =
                site.sharing().fullyServed().orElse(config.substation().fullyServed());
        return tools.guarded(policy.make(
                new KnownPolicy.Tools(horizon, fullyServed, site.sharing().gridWatts(), deadlines)));
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

    /** Virtual charge points have our clock; what takes time is the journal, in real time, and some of them. */
    private OrderSettings orders(Site site) {
        GridConfig.SubstationConfig substation = config.substation();
        Duration ticks = scaled(tick()).multipliedBy(10);
        Duration least = site.feeder().isPresent() ? LEASE_BELOW_FEEDER : LEASE;
        Duration lease = ticks.compareTo(least) > 0 ? ticks : least;
        Duration late = substation.misbehaving() > 0 ? Obedience.LATE_BY : Duration.ZERO;
        Duration transit = scaled(substation.patience()).plus(late);
        return new OrderSettings(lease, Duration.ZERO, transit, TOLERANCE_AMPS, 0, Duration.ZERO);
    }

    private Duration scaled(Duration real) {
        return Duration.ofNanos(Math.round(real.toNanos() * config.timeScale()));
    }
}
