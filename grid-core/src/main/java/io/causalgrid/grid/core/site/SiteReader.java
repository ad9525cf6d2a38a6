package io.causalgrid.grid.core.site;

import io.causalgrid.grid.core.allocation.KnownPolicy;
import io.causalgrid.grid.core.allocation.UnknownPolicyException;
import io.causalgrid.grid.core.network.InvalidNetworkException;
import io.causalgrid.grid.core.network.Members;
import io.causalgrid.grid.core.network.Network;
import io.causalgrid.grid.core.network.NetworkReader;
import io.causalgrid.grid.core.series.Course;
import io.causalgrid.grid.core.series.Daily;
import io.causalgrid.grid.core.series.Quantity;
import io.causalgrid.grid.core.series.Recorded;
import io.causalgrid.grid.core.series.SeriesSource;
import io.causalgrid.grid.core.session.SessionDefaults;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Makes a site of a document that has been parsed into maps, lists, texts and numbers. It is a {@linkplain NetworkReader network}
 * with some members more; {@code docs/reference/site-format.md} describes it.
 */
public final class SiteReader {
    private static final String ZONE = "zone";
    private static final String POLICY = "policy";
    private static final String TARIFF = "tariff";
    private static final String PRICES = "prices";
    private static final String CARBON = "carbon";
    private static final String DEFAULTS = "defaults";
    private static final String FEEDER = "feeder";
    private static final List<String> OURS = List.of(ZONE, POLICY, TARIFF, PRICES, CARBON, DEFAULTS, FEEDER);
    private static final Pattern FEEDER_ID = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");
    private static final String CONNECTORS = "connectors";
    private static final String OCPP = "ocpp";
    /** OCPP 1.6 part 2, 4.1: of a charge point's identity. */
    private static final int IDENTITY_LENGTH_MAX = 48;
    /** Nobody means to wait for longer. */
    private static final double MINUTES_MAX = 1_440;

    /** In any currency; what is beyond only breaks arithmetic. */
    private static final double PRICE_MAX = 1e6;
    /** More than any site has. */
    private static final double KILOWATTS_MAX = 1e6;

    private static final int CONNECTOR_MAX = 1_000;
    private static final double WATTS_A_KILOWATT = 1_000;
    private static final double SECONDS_AN_HOUR = 3_600;
    private static final double SECONDS_A_MINUTE = 60;

    private final Members document;

    private SiteReader(Members document) {
        this.document = document;
    }

    /**
     * Reads.
     *
     * @param series where the series are that the document names
     *
     * @throws InvalidNetworkException if the document does not describe a possible site; the message says where and why
     */
    public static Site read(Map<String, ?> document, NetworkReader.Choices choices, SeriesSource series) {
        var reader = new SiteReader(new Members("network", document));
        Map<String, Object> rest = new LinkedHashMap<>(document);
        rest.keySet().removeAll(OURS);
        Map<String, OcppConnector> ocpp = reader.takeOcpp(rest);
        ZoneId zone = reader.zone();
        var surroundings = new NetworkReader.Surroundings(zone, series);
        Network network = NetworkReader.read(rest, choices, surroundings);
        return new Site(
                document.get("name") instanceof String name ? name : "",
                network,
                zone,
                reader.sharing(),
                reader.prices(surroundings),
                reader.carbon(surroundings),
                reader.feeder(network),
                reader.defaults(),
                ocpp);
    }

    private ZoneId zone() {
        try {
            return document.optionalText(ZONE).map(ZoneId::of).orElse(Site.UTC);
        } catch (DateTimeException _) {
            throw document.wrong(ZONE, "there is no time zone " + document.text(ZONE) + "; one is Europe/Berlin");
        }
    }

    private Sharing sharing() {
        if (!document.has(POLICY) || document.isText(POLICY)) {
            return Sharing.of(policy(document, POLICY));
        }
        Members policy = document.object(POLICY);
        var sharing = new Sharing(
                policy(policy, "name"),
                fullyServed(policy),
                minutes(policy, "turnMinutes"),
                minutes(policy, "patienceMinutes"),
                policy.has("gridKw") ? within(policy, "gridKw", 0, KILOWATTS_MAX) * WATTS_A_KILOWATT : 0,
                policy.has("carbonPrice") ? within(policy, "carbonPrice", 0, PRICE_MAX) : 0);
        policy.requireNoOthers();
        return sharing;
    }

    private static Optional<KnownPolicy> policy(Members source, String name) {
        try {
            return source.optionalText(name).map(KnownPolicy::named);
        } catch (UnknownPolicyException e) {
            throw source.wrong(name, String.valueOf(e.getMessage()));
        }
    }

    private static OptionalDouble fullyServed(Members policy) {
        String name = "fullyServed";
        return policy.has(name) ? OptionalDouble.of(within(policy, name, 0, 1)) : OptionalDouble.empty();
    }

    private static Optional<Duration> minutes(Members policy, String name) {
        if (!policy.has(name)) {
            return Optional.empty();
        }
        double minutes = within(policy, name, 0, MINUTES_MAX);
        return Optional.of(Duration.ofMillis(Math.round(minutes * SECONDS_A_MINUTE * 1_000)));
    }

    private static double within(Members source, String name, double min, double max) {
        double value = source.number(name);
        if (!(value >= min && value <= max)) {
            throw source.wrong(name, "'" + name + "' should be from " + min + " to " + max + ", not " + value);
        }
        return value;
    }

    /** Those of a series, and where that has none those by the time of day. */
    private Course prices(NetworkReader.Surroundings surroundings) {
        Course tariff = tariff(surroundings.zone());
        return document.has(PRICES)
                ? new Recorded(
                        Quantity.PRICE,
                        document.text(PRICES),
                        surroundings.series(document, PRICES, Quantity.PRICE),
                        tariff)
                : tariff;
    }

    /** Those of a series, and where that has none their mean. */
    private Optional<Course> carbon(NetworkReader.Surroundings surroundings) {
        if (!document.has(CARBON)) {
            return Optional.empty();
        }
        NavigableMap<Instant, Double> values = surroundings.series(document, CARBON, Quantity.CARBON);
        double mean = values.values().stream()
                .mapToDouble(Double::doubleValue)
                .average()
                .orElse(0);
        return Optional.of(new Recorded(Quantity.CARBON, document.text(CARBON), values, Course.constant(mean)));
    }

    private Course tariff(ZoneId zone) {
        if (!document.has(TARIFF)) {
            return Course.constant(0);
        }
        NavigableMap<LocalTime, Double> prices = new TreeMap<>();
        for (Members price : document.objects(TARIFF)) {
            LocalTime from = price.timeOfDay("from");
            if (prices.put(from, price.number("price")) != null) {
                throw price.error("there are two prices from " + from + " on");
            }
            price.requireNoOthers();
        }
        if (prices.isEmpty()) {
            throw document.wrong(TARIFF, "a tariff needs prices");
        }
        return new Daily(prices, zone);
    }

    private Optional<Feeder> feeder(Network network) {
        if (!document.has(FEEDER)) {
            return Optional.empty();
        }
        Members feeder = document.object(FEEDER);
        String id = feeder.text("id");
        if (!FEEDER_ID.matcher(id).matches()) {
            throw feeder.wrong("id", "an id has 1 to 32 of a to z, 0 to 9 and -, not - first");
        }
        Members rights = feeder.object("rights");
        Map<String, Double> watts = new TreeMap<>();
        for (String substation : rights.names()) {
            watts.put(substation, within(rights, substation, 0, KILOWATTS_MAX) * WATTS_A_KILOWATT);
        }
        double limitWatts = within(feeder, "limitKw", 0, KILOWATTS_MAX) * WATTS_A_KILOWATT;
        double all = watts.values().stream().mapToDouble(Double::doubleValue).sum();
        if (all > limitWatts) {
            throw feeder.wrong(
                    "rights",
                    "the rights are " + all / WATTS_A_KILOWATT + " kW together, and the limit is "
                            + limitWatts / WATTS_A_KILOWATT);
        }
        feeder.requireNoOthers();
        List<Integer> limits = network.powerLimits();
        if (limits.isEmpty()) {
            throw document.wrong(FEEDER, "a site below a feeder needs a limit in watts above all its connectors");
        }
        return Optional.of(
                new Feeder(id, network.limits().get(limits.getFirst()).id(), watts));
    }

    private SessionDefaults defaults() {
        if (!document.has(DEFAULTS)) {
            return SessionDefaults.STANDARD;
        }
        Members given = document.object(DEFAULTS);
        SessionDefaults standard = SessionDefaults.STANDARD;
        double kwh = given.number("energyKwh", standard.energyWattHours() / WATTS_A_KILOWATT);
        double hours = given.number("stayHours", standard.stay().toMinutes() / SECONDS_A_MINUTE);
        double kw = given.number("maxPowerKw", standard.maxPowerWatts() / WATTS_A_KILOWATT);
        given.requireNoOthers();
        try {
            Duration stay = Duration.ofMillis(Math.round(hours * SECONDS_AN_HOUR * 1_000));
            return new SessionDefaults(kwh * WATTS_A_KILOWATT, stay, kw * WATTS_A_KILOWATT);
        } catch (IllegalArgumentException e) {
            throw given.error(String.valueOf(e.getMessage()));
        }
    }

    /** Which connectors OCPP has; the network's reader does not know of that. */
    private Map<String, OcppConnector> takeOcpp(Map<String, Object> rest) {
        Map<String, OcppConnector> ocpp = new HashMap<>();
        Map<OcppConnector, String> known = new HashMap<>();
        if (!(rest.get(CONNECTORS) instanceof List<?> connectors)) {
            return ocpp; // which the network's reader refuses
        }
        List<Object> others = new ArrayList<>();
        int index = 0;
        for (Object element : connectors) {
            if (element instanceof Map<?, ?> map && map.get(OCPP) != null) {
                Members connector = new Members(CONNECTORS + "[" + index + "]", map);
                String id = connector.text("id");
                OcppConnector one = ocpp(connector.object(OCPP));
                String other = known.put(one, id);
                if (other != null) {
                    throw connector.wrong(
                            OCPP,
                            other + " is connector %d of %s already".formatted(one.connector(), one.chargePoint()));
                }
                ocpp.put(id, one);
                Map<Object, Object> without = new LinkedHashMap<>(map);
                without.remove(OCPP);
                others.add(without);
            } else {
                others.add(element);
            }
            index++;
        }
        rest.put(CONNECTORS, others);
        return ocpp;
    }

    private static OcppConnector ocpp(Members source) {
        String identity = source.text("chargePoint");
        if (identity.length() > IDENTITY_LENGTH_MAX) {
            throw source.wrong("chargePoint", "an identity has at most " + IDENTITY_LENGTH_MAX + " characters");
        }
        double number = within(source, "connector", 1, CONNECTOR_MAX);
        if (number != Math.rint(number)) {
            throw source.wrong("connector", "'connector' should be a whole number, not " + number);
        }
        source.requireNoOthers();
        return new OcppConnector(identity, (int) number);
    }
}
