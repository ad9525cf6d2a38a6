package io.causalgrid.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.causalgrid.cli.cluster.ClusterConfig;
import io.causalgrid.systemtests.Http.Answer;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Drivers who charge through a gateway, each with a key, and hold the service to what it has told them. */
final class Drivers {
    /** Sessions show their power to the watt. */
    private static final double ROUNDING_KW = 0.0005;

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final URI gateway;
    private final double limitKw;
    /** Where the session of each key that was ever accepted is. */
    private final Map<String, String> accepted = new TreeMap<>();

    /**
     * @param limitKw of each substation
     */
    Drivers(URI gateway, double limitKw) {
        this.gateway = gateway;
        this.limitKw = limitKw;
    }

    /** The policy under which everyone has power as long as the minima fit; others may leave some without for a while. */
    static void shareEqually(ClusterConfig.Builder config, String... substations) {
        for (String substation : substations) {
            config.setting(substation, "causalgrid.grid.substation.policy", "equal-share");
        }
    }

    /** By how many kilowatts the sum of what so many sessions show may be too high. */
    static double rounding(int sessions) {
        return sessions * ROUNDING_KW;
    }

    void chargeAll(String prefix, int count) {
        for (int i = 0; i < count; i++) {
            String key = prefix + "-" + i;
            accepted.put(key, chargeUntilSure(key).header("Location"));
        }
    }

    Answer charge(String key) {
        return charge(gateway, key);
    }

    /** Asks a process itself. */
    Answer charge(URI process, String key) {
        return Http.post(process, "/charge", order(key), Map.of("Idempotency-Key", key));
    }

    /** What a driver with that key wants. */
    static Map<String, Object> order(String key) {
        return Map.of("vehicle_id", "car-" + key, "energy_kwh", 80, "max_power_kw", 11);
    }

    /** Asks again with the same key for as long as the answer says to, as clients do; a session must come of it. */
    Answer chargeUntilSure(String key) {
        Answer sure = await().atMost(PATIENCE).until(() -> charge(key), answer -> !isToBeRepeated(answer));
        assertThat(sure.status()).as("%s: %s", key, sure.body()).isEqualTo(200);
        return sure;
    }

    /** Where the sessions are that were accepted and not ended since, by their keys. */
    Map<String, String> accepted() {
        return accepted;
    }

    /** The key of a session there. */
    String keyOf(String substation) {
        return accepted.entrySet().stream()
                .filter(entry -> entry.getValue().contains("/" + substation + "-"))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
    }

    /** Ends the session of a key, and gives its address. */
    String stop(String key) {
        String session = session(key);
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(Http.delete(gateway, session).status()).isEqualTo(204));
        accepted.remove(key);
        return session;
    }

    /** A key is told that its session has ended, and which one that was; how it ended, unless that is forgotten. */
    void isOver(String key, String session) {
        Answer again = chargeUntilSure(key);
        assertThat(again.body().path("result").path("status").asText()).as(key).isIn("cancelled", "ended");
        assertThat(again.header("Location")).isEqualTo(session);
    }

    /** The session of a key. */
    String session(String key) {
        String session = accepted.get(key);
        if (session == null) {
            throw new AssertionError("there is no session of " + key);
        }
        return session;
    }

    void keysAnswerAsBefore() {
        accepted.forEach((key, session) -> {
            assertThat(chargeUntilSure(key).header("Location")).as(key).isEqualTo(session);
        });
    }

    /** All that was accepted, with power, and all together within their substation's limit; no vehicle twice. */
    void allChargeWithPower() {
        Map<String, Double> granted = new HashMap<>();
        List<String> known = new ArrayList<>();
        List<String> charging = new ArrayList<>();
        List<String> vehicles = new ArrayList<>();
        for (JsonNode session : sessions()) {
            double kw = session.path("grantedKw").asDouble();
            String address = "/v1/sessions/" + session.path("id").asText();
            vehicles.add(session.path("vehicleId").asText());
            granted.merge(session.path("substation").asText(), kw, Double::sum);
            known.add(address);
            if (kw > 0) {
                charging.add(address);
            }
        }
        assertThat(known).as("sessions").containsAll(accepted.values());
        double most = limitKw + rounding(charging.size());
        assertThat(granted.values()).allSatisfy(kw -> assertThat(kw).isLessThanOrEqualTo(most));
        assertThat(vehicles).doesNotHaveDuplicates();
        assertThat(charging).as("sessions with power").doesNotHaveDuplicates().containsAll(accepted.values());
    }

    void awaitAllChargeWithPower() {
        await().atMost(PATIENCE).untilAsserted(this::allChargeWithPower);
    }

    double deliveredKwh() {
        return sessions()
                .valueStream()
                .mapToDouble(session -> session.path("deliveredKwh").asDouble())
                .sum();
    }

    private JsonNode sessions() {
        return Http.get(gateway, "/v1/sessions?state=charging&limit=1000").body();
    }

    private static boolean isToBeRepeated(Answer answer) {
        return answer.status() == 503 && !answer.header("Retry-After").isEmpty();
    }
}
