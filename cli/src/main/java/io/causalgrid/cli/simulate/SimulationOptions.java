package io.causalgrid.cli.simulate;

import io.causalgrid.grid.core.allocation.AllocationDefaults;
import io.causalgrid.grid.core.allocation.AllocatorSettings;
import io.causalgrid.grid.core.allocation.HorizonSettings;
import io.causalgrid.grid.core.allocation.KnownPolicy;
import io.causalgrid.grid.core.network.Currents;
import io.causalgrid.grid.core.series.Course;
import io.causalgrid.grid.core.series.Daily;
import io.causalgrid.grid.core.series.Foresight;
import io.causalgrid.grid.core.simulation.BatteryModel;
import io.causalgrid.grid.core.simulation.Disturbance;
import io.causalgrid.grid.core.simulation.Supply;
import io.causalgrid.grid.core.site.Sharing;
import io.causalgrid.grid.core.site.Site;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What is assumed about vehicles, charge points and prices. */
public final class SimulationOptions {

    /** What charge points can be told. */
    enum Pilots {
        CONTINUOUS,
        STEPS
    }

    /** As {@link BatteryModel}, in the words of the command line. */
    enum Battery {
        IDEAL,
        TWO_STAGE;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private static final double PILOT_MIN_AMPS = 6;
    private static final double PILOT_MAX_AMPS = 32;
    /** In any currency; what is beyond only breaks arithmetic. */
    private static final double PRICE_MAX = 1e6;

    private static final ZoneId UTC = ZoneId.of("UTC");
    private static final int MINUTES_MAX = 24 * 60;

    @Option(
            names = "--battery",
            paramLabel = "MODEL",
            description = "How vehicles take what they are granted: ideal (default), or two-stage: constant power, then"
                    + " a taper.")
    private Battery battery = Battery.IDEAL;

    @Option(
            names = "--pilots",
            paramLabel = "KIND",
            description = "What currents charge points can be told: continuous (default), or steps: 0 or 6 to 32 A in"
                    + " steps of 1 A. On the bus more where a vehicle takes more.")
    private Pilots pilots = Pilots.CONTINUOUS;

    @Option(
            names = "--step",
            paramLabel = "MINUTES",
            description =
                    "How often power is divided anew, besides when something changes (default:" + " ${DEFAULT-VALUE}).")
    private int stepMinutes = 5;

    @Option(
            names = "--turn",
            paramLabel = "MINUTES",
            description = "How long who charges is not paused again (default: the site's, or "
                    + AllocationDefaults.TURN_MINUTES + "). Matters with steps.")
    private @Nullable Integer turnMinutes;

    @Option(
            names = "--patience",
            paramLabel = "MINUTES",
            description = "How long a policy may leave a vehicle without current before it is owed a turn (default:"
                    + " the site's, or " + AllocationDefaults.PATIENCE_MINUTES + "). Matters with steps.")
    private @Nullable Integer patienceMinutes;

    @Option(
            names = "--deadline-noise",
            paramLabel = "MINUTES",
            description = "Standard deviation of the error in the departures that policies are told (default: 0).")
    private int deadlineNoiseMinutes;

    @Option(
            names = "--early-departures",
            paramLabel = "SHARE",
            description = "Share of the vehicles that leave before they said, 0 to 1 (default: 0).")
    private double earlyShare;

    @Option(
            names = "--forecast-error",
            paramLabel = "PERCENT",
            description =
                    "By how much what policies foresee of prices, sun and base load is wrong, 0 to 100 (default: 0).")
    private double forecastErrorPercent;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Of all that is random (default: ${DEFAULT-VALUE}); the same seed gives the same results.")
    private long seed = 1;

    @Option(
            names = "--zone",
            paramLabel = "ZONE",
            description =
                    "Whose time of day it is in --tariff, dates and times without an offset: Europe/Berlin (default:"
                            + " the site's, or UTC).")
    private @Nullable ZoneId zone;

    @Option(
            names = "--tariff",
            paramLabel = "PRICES",
            converter = TariffOption.class,
            description =
                    "Price of a kWh (default: the site's, or 0), or prices from times of day on: 00:00=0.12,07:00=0.31.")
    private @Nullable Daily tariff;

    private Course sitePrices = Course.constant(0);
    private Optional<Course> carbon = Optional.empty();

    @Option(
            names = "--fully-served",
            paramLabel = "SHARE",
            split = ",",
            description = "What the optimised policy is for, from 0, the most energy, to 1, the most sessions fully"
                    + " served; it is replayed for each (default: the site's, or 0).")
    private List<Double> fullyServed = List.of();

    @Option(
            names = "--promises",
            description = "Promise each vehicle at its arrival what can be promised by its departure, and keep promises"
                    + " before the policy divides.")
    private boolean promises;

    @Mixin
    private final ConductOptions conduct = new ConductOptions();

    private Sharing sharing = Sharing.ANY;

    @Option(
            names = "--peak-price",
            paramLabel = "PRICE",
            description = "For the horizon policy: what a kW of peak costs (default: 0).")
    private double peakPricePerKw;

    @Option(
            names = "--energy-worth",
            paramLabel = "PRICE",
            description = "For the horizon policy: what a delivered kWh is worth; above the tariff (default:"
                    + " ${DEFAULT-VALUE}).")
    private double worthPerKwh = AllocationDefaults.WORTH_PER_KWH;

    /** @throws SimulationException when an option is out of its range */
    void requireSensible() {
        conduct.requireSensible();
        require(stepMinutes >= 1 && stepMinutes <= MINUTES_MAX, "--step must be from 1 to 1440");
        require(isMinutes(turnMinutes), "--turn must be from 0 to 1440");
        require(isMinutes(patienceMinutes), "--patience must be from 0 to 1440");
        require(
                deadlineNoiseMinutes >= 0 && deadlineNoiseMinutes <= MINUTES_MAX,
                "--deadline-noise must be from 0 to 1440");
        require(forecastErrorPercent >= 0 && forecastErrorPercent <= 100, "--forecast-error must be from 0 to 100");
        require(earlyShare >= 0 && earlyShare <= 1, "--early-departures must be from 0 to 1");
        require(
                tariff == null || tariff.values().values().stream().allMatch(price -> Math.abs(price) <= PRICE_MAX),
                "--tariff must be from -1000000 to 1000000");
        require(fullyServed.stream().allMatch(share -> share >= 0 && share <= 1), "--fully-served must be from 0 to 1");
        require(peakPricePerKw >= 0 && peakPricePerKw <= PRICE_MAX, "--peak-price must be from 0 to 1000000");
        require(worthPerKwh > 0 && worthPerKwh <= PRICE_MAX, "--energy-worth must be above 0 and at most 1000000");
    }

    /** Has a site's word hold where the command line says nothing. */
    void believe(Site site) {
        zone = zone == null ? site.zone() : zone;
        sitePrices = site.prices();
        carbon = site.carbon();
        sharing = site.sharing();
    }

    /** The site's, or the usual one. */
    KnownPolicy policy() {
        return sharing.policy().orElse(KnownPolicy.named(AllocationDefaults.POLICY));
    }

    /** At least one, none twice. */
    List<Double> fullyServed() {
        return fullyServed.isEmpty()
                ? List.of(sharing.fullyServed().orElse(AllocationDefaults.FULLY_SERVED))
                : fullyServed.stream().distinct().toList();
    }

    boolean promises() {
        return promises;
    }

    private Duration turn() {
        return chosen(turnMinutes, sharing.turn(), AllocationDefaults.TURN_MINUTES);
    }

    private Duration patience() {
        return chosen(patienceMinutes, sharing.patience(), AllocationDefaults.PATIENCE_MINUTES);
    }

    private static Duration chosen(@Nullable Integer minutes, Optional<Duration> ofSite, int otherwise) {
        return minutes == null ? ofSite.orElse(Duration.ofMinutes(otherwise)) : Duration.ofMinutes(minutes);
    }

    private static boolean isMinutes(@Nullable Integer minutes) {
        return minutes == null || (minutes >= 0 && minutes <= MINUTES_MAX);
    }

    BatteryModel battery() {
        return switch (battery) {
            case IDEAL -> BatteryModel.IDEAL;
            case TWO_STAGE -> BatteryModel.TWO_STAGE;
        };
    }

    /** One that says nothing else of itself. */
    Currents currents() {
        return currents(PILOT_MAX_AMPS);
    }

    /** One that gives so much, and no less than others do. */
    Currents currents(double amps) {
        double most = Math.max(PILOT_MAX_AMPS, amps);
        return switch (pilots) {
            case CONTINUOUS -> new Currents.Continuous(0, most);
            case STEPS -> Currents.steps(PILOT_MIN_AMPS, Math.ceil(most), 1);
        };
    }

    Duration step() {
        return Duration.ofMinutes(stepMinutes);
    }

    AllocatorSettings allocator() {
        return new AllocatorSettings(turn(), patience(), step());
    }

    ConductOptions conduct() {
        return conduct;
    }

    Disturbance disturbance() {
        return new Disturbance(Duration.ofMinutes(deadlineNoiseMinutes), earlyShare);
    }

    long seed() {
        return seed;
    }

    ZoneId zone() {
        return zone == null ? UTC : zone;
    }

    /** What a kilowatt-hour costs: a tariff of the command line is by the time of day in its zone. */
    Course prices() {
        return tariff == null ? sitePrices : new Daily(tariff.values(), zone());
    }

    private Foresight foresight() {
        return new Foresight(forecastErrorPercent / 100, seed);
    }

    Supply supply() {
        return new Supply(prices(), carbon, foresight());
    }

    double gridWatts() {
        return sharing.gridWatts();
    }

    HorizonSettings horizon() {
        Course prices = HorizonSettings.withCarbon(prices(), carbon, sharing.carbonPricePerKg());
        return new HorizonSettings(prices, worthPerKwh, peakPricePerKw, 0, foresight());
    }

    /** All of them by name. */
    Map<String, Object> settings() {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("zone", zone().getId());
        settings.put("battery", battery.toString());
        settings.put("pilots", pilots.name().toLowerCase(Locale.ROOT));
        settings.put("stepMinutes", stepMinutes);
        settings.put("turnMinutes", turn().toMinutes());
        settings.put("patienceMinutes", patience().toMinutes());
        settings.put("fullyServed", fullyServed());
        settings.put("promises", promises);
        settings.put("deadlineNoiseMinutes", deadlineNoiseMinutes);
        settings.put("earlyDepartures", earlyShare);
        conduct.addTo(settings);
        settings.put("seed", seed);
        settings.put("forecastErrorPercent", forecastErrorPercent);
        settings.put("tariff", shown(prices()));
        settings.put("gridKw", gridWatts() / 1000);
        settings.put("carbonPricePerKg", sharing.carbonPricePerKg());
        settings.put("peakPricePerKw", peakPricePerKw);
        settings.put("energyWorthPerKwh", worthPerKwh);
        return settings;
    }

    private static Map<String, Double> shown(Course prices) {
        Map<String, Double> shown = new LinkedHashMap<>();
        if (prices instanceof Daily daily) {
            daily.values().forEach((from, price) -> shown.put(from.toString(), price));
        } else {
            shown.put("00:00", prices.at(Instant.EPOCH));
        }
        return shown;
    }

    /** In words. */
    String description() {
        return "%s battery, %s pilots, steps of %d minutes"
                .formatted(battery, pilots.name().toLowerCase(Locale.ROOT), stepMinutes);
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new SimulationException(otherwise);
        }
    }
}
