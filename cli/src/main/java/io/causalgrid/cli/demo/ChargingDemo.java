package io.causalgrid.cli.demo;

import static io.causalgrid.cli.demo.JsonHttp.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.causalgrid.cli.demo.JsonHttp.Call;
import io.causalgrid.cli.demo.Play.Expectation;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The charging scenario: twenty vehicles ask the gateway, and each is sent to the substation with the least load.
 *
 * <p>What has to come follows from the loads at the start by the least-loaded rule (lowest committed share of capacity,
 * then fewest sessions, then configured order); on a fresh cluster of two equal substations that is strict alternation,
 * ten and ten.
 */
public final class ChargingDemo {

    static final int VEHICLES = 20;

    /** Balancers and gateways hear of a substation that is ready a little later than whoever started it. */
    private static final Duration START_PATIENCE = Duration.ofSeconds(5);

    private static final Comparator<SubstationLoad> LEAST_LOADED = Comparator.comparingDouble(
                    SubstationLoad::committedShare)
            .thenComparingInt(SubstationLoad::sessions); // a stable minimum keeps to the configured order

    private final JsonHttp http = new JsonHttp();
    private final URI gateway;
    private final DemoListener listener;

    public ChargingDemo(URI gateway, DemoListener listener) {
        this.gateway = gateway;
        this.listener = listener;
    }

    /**
     * Plays all steps, or up to the first that fails.
     *
     * @throws DemoException when the gateway or a substation does not answer, or no substation is up
     */
    public DemoReport play() {
        List<SubstationLoad> loads = new ArrayList<>(loadsNow());
        boolean fresh = loads.stream().allMatch(SubstationLoad::isIdle);
        String where = fresh
                ? "The cluster is fresh: vehicles have to go to each of %d substations in turn.".formatted(loads.size())
                : "The cluster has been used (%s): the expected order follows from these loads by the least-loaded rule."
                        .formatted(inWords(loads));
        listener.begins(where);

        Play play = new Play(http, listener, Play.REPLICATION_PATIENCE);
        Map<String, Integer> sentTo = new LinkedHashMap<>();
        loads.forEach(load -> sentTo.put(load.id(), 0));
        for (int vehicle = 1; vehicle <= VEHICLES && play.passed(); vehicle++) {
            int chosen = leastLoaded(loads);
            SubstationLoad load = loads.get(chosen).withOneMore();
            loads.set(chosen, load);
            play.now(
                    "Vehicle " + vehicle + " goes to " + load.id() + " as its session number " + load.sessions(),
                    Call.post(gateway, "/charge", "{\"vehicle_id\":" + vehicle + "}"),
                    Expectation.exactly(charging(load)));
            sentTo.merge(load.id(), play.passed() ? 1 : 0, Integer::sum);
        }
        String verdict = play.passed()
                ? "%d vehicles charge: %s.".formatted(VEHICLES, shares(sentTo))
                : "Not as expected: " + play.steps().getLast().title();
        return new DemoReport("charging", fresh, where, play.steps(), play.passed(), verdict);
    }

    // The gateway knows who there is; how loaded each is, it knows best itself.
    private List<SubstationLoad> loadsNow() {
        JsonNode known = substations();
        long began = System.nanoTime();
        while (!known.valueStream().allMatch(ChargingDemo::isUp)
                && Play.millisSince(began) < START_PATIENCE.toMillis()) {
            Play.pause();
            known = substations();
        }
        List<SubstationLoad> loads = known.valueStream()
                .filter(ChargingDemo::isUp)
                .map(substation -> URI.create(substation.path("url").asText()))
                .map(this::loadOf)
                .toList();
        if (loads.isEmpty()) {
            throw new DemoException("No substation is up: " + known);
        }
        return loads;
    }

    private JsonNode substations() {
        JsonNode known = http.answer(Call.get(gateway, "/v1/substations"));
        if (!known.isArray()) {
            throw new DemoException("The gateway does not say which substations there are: " + known);
        }
        return known;
    }

    private static boolean isUp(JsonNode substation) {
        return substation.path("state").asText().equals("up");
    }

    private SubstationLoad loadOf(URI substation) {
        JsonNode own = http.answer(Call.get(substation, "/v1/substations"));
        if (!own.isArray() || own.isEmpty()) {
            throw new DemoException("The substation at " + substation + " does not say how loaded it is: " + own);
        }
        return SubstationLoad.of(own.get(0));
    }

    private static int leastLoaded(List<SubstationLoad> loads) {
        return IntStream.range(0, loads.size())
                .boxed()
                .min(Comparator.comparing(loads::get, LEAST_LOADED))
                .orElseThrow();
    }

    private static JsonNode charging(SubstationLoad load) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("routed_to", load.url().toString());
        return document.set("result", json("{\"status\":\"charging\",\"current_load\":" + load.sessions() + "}"));
    }

    private static String inWords(List<SubstationLoad> loads) {
        return loads.stream()
                .map(load -> "%s has %d sessions".formatted(load.id(), load.sessions()))
                .collect(Collectors.joining(", "));
    }

    private static String shares(Map<String, Integer> sentTo) {
        return sentTo.entrySet().stream()
                .map(entry -> entry.getValue() + " at " + entry.getKey())
                .collect(Collectors.joining(" and "));
    }
}
