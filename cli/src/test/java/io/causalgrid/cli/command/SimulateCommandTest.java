package io.causalgrid.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulateCommandTest {

    private static final String HEADER = "session_id,station_id,arrival_min,departure_min,requested_kwh,max_kw\n";
    private static final List<String> FIELDS = List.of(
            "policy",
            "capKw",
            "energyDeliveredPercent",
            "sessionsFullyServedPercent",
            "largestShortfallKwh",
            "shortfall95Kwh",
            "violations",
            "peakKw",
            "energyCost",
            "gridKwh",
            "emissionsKg",
            "tickMillisMedian",
            "tickMillisMax",
            "promises",
            "notes",
            "settings");

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path directory;

    private Path sessions = Path.of("");

    @BeforeEach
    void writeSessions() throws IOException {
        sessions = directory.resolve("sessions.csv");
        Files.writeString(sessions, HEADER + "one,c1,0,120,6.6,6.6\ntwo,c2,0,60,6.6,6.6\n");
    }

    @Test
    void aRunIsADocumentWithItsFigures() throws IOException {
        Shell.Outcome outcome =
                simulate("--policy", "least-laxity,optimised,offline", "--cap", "3.3,20", "--output", "json");

        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        JsonNode runs = outcome.json();
        assertThat(runs).hasSize(6);
        for (JsonNode run : runs) {
            assertThat(FIELDS)
                    .allSatisfy(field -> assertThat(run.has(field)).as(field).isTrue());
            assertThat(run.get("violations").asInt()).isZero();
        }
        assertThat(runs.get(0).get("policy").asText()).isEqualTo("least-laxity");
        assertThat(runs.get(0).get("energyDeliveredPercent").asDouble()).isEqualTo(50);
        assertThat(runs.get(2).get("policy").asText()).isEqualTo("offline");
        assertThat(runs.get(2).get("peakKw").isNull()).isTrue();
        assertThat(runs.get(3).get("capKw").asDouble()).isEqualTo(20);
        assertThat(runs.get(3).get("sessionsFullyServedPercent").asDouble()).isEqualTo(100);
        assertThat(runs.get(3).get("peakKw").asDouble()).isEqualTo(13.2);
    }

    @Test
    void optimisedIsReplayedForEachOfThoseThingsThatItMayBeFor() throws IOException {
        Files.writeString(sessions, HEADER + "late,c1,0,240,30,6.6\nsoon,c2,0,120,3.3,6.6\n");
        Path page = directory.resolve("page.html");

        Shell.Outcome outcome = simulate(
                "--policy",
                "optimised,equal-share",
                "--cap",
                "3.3",
                "--fully-served",
                "0,1,0.5,1",
                "--html",
                "" + page,
                "--json");

        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        JsonNode runs = outcome.json();
        assertThat(runs.findValuesAsText("policy"))
                .containsExactly("optimised", "optimised 1.0", "optimised 0.5", "equal-share");
        assertThat(runs.get(0).get("settings").get("fullyServed")).hasSize(3);
        assertThat(runs.get(0).get("sessionsFullyServedPercent").asDouble()).isZero();
        assertThat(runs.get(1).get("sessionsFullyServedPercent").asDouble()).isEqualTo(50);
        assertThat(Files.readString(page)).contains("optimised 0.5");
    }

    @Test
    void whatIsPromisedAtArrivalIsKept() throws IOException {
        Shell.Outcome outcome =
                simulate("--policy", "first-come,least-laxity,offline", "--cap", "3.3", "--promises", "--json");
        Shell.Outcome text = simulate("--policy", "least-laxity", "--cap", "3.3", "--promises");

        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        for (JsonNode run : List.of(outcome.json().get(0), outcome.json().get(1))) {
            JsonNode promises = run.get("promises");
            // Who is asked first has all; half a percent of the cap is never promised.
            assertThat(promises.get("given").asInt()).isBetween(1, 2);
            assertThat(promises.get("kept").asInt())
                    .isEqualTo(promises.get("given").asInt());
            assertThat(promises.get("promisedKwh").asDouble()).isBetween(6.5, 6.6);
            assertThat(promises.get("missedKwh").asDouble()).isZero();
            assertThat(run.get("settings").get("promises").asBoolean()).isTrue();
        }
        assertThat(outcome.json().get(2).get("promises").isNull()).isTrue();
        assertThat(text.out()).contains("least-laxity at 3.3 kW promised ", "missed 0.0 kWh");
        assertThat(simulate("--policy", "optimised", "--cap", "5", "--json")
                        .json()
                        .get(0)
                        .get("promises")
                        .isNull())
                .isTrue();
    }

    @Test
    void whatIsOutsideOfTheLineIsRefused() {
        assertFails(
                simulate("--policy", "optimised", "--cap", "5", "--fully-served", "1.5"),
                "--fully-served must be from 0 to 1");
    }

    @Test
    void aPageATableAndSessionsAreWritten() throws IOException {
        Path page = directory.resolve("page.html");
        Path csv = directory.resolve("results.csv");
        Path copy = directory.resolve("copy.csv");

        Shell.Outcome outcome = simulate(
                "--policy",
                "equal-share",
                "--cap",
                "5",
                "--html",
                "" + page,
                "--csv",
                "" + csv,
                "--write-sessions",
                "" + copy);

        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.out()).contains("policy", "equal-share");
        assertThat(Files.readString(page)).contains("<svg", "2 sessions asking for 13 kWh");
        assertThat(Files.readString(csv)).contains("equal-share,5.0,");
        assertThat(Files.readAllLines(copy)).hasSize(3);
    }

    @Test
    void madeUpSessionsOnANetworkAreTheSameForTheSameSeed() throws IOException {
        Path network = directory.resolve("network.json");
        Files.writeString(network, """
                {"nodes": [{"id": "feeder", "limits": [{"amps": 40, "on": "lines"}]}],
                 "connectors": [{"id": "a", "node": "feeder", "phases": "AB", "volts": 208},
                                {"id": "b", "node": "feeder", "phases": "BC", "volts": 208},
                                {"id": "c", "node": "feeder", "phases": "CA", "volts": 208}]}
                """);
        String[] arguments = {
            "simulate",
            "--synthetic",
            "--network",
            "" + network,
            "--policy",
            "optimised",
            "--cap",
            "20",
            "--battery",
            "two-stage",
            "--pilots",
            "steps",
            "--deadline-noise",
            "30",
            "--early-departures",
            "0.1",
            "--json"
        };

        Shell.Outcome once = shell().run(arguments);
        Shell.Outcome again = shell().run(arguments);

        assertThat(once.exitCode()).as(once.err()).isZero();
        for (String field : FIELDS.subList(0, 9)) {
            assertThat(again.json().get(0).get(field))
                    .isEqualTo(once.json().get(0).get(field));
        }
    }

    @Test
    void whatIsWrongWithAFileIsSaidWithItsName() throws IOException {
        Files.writeString(sessions, HEADER + "one,c1,0,0,6.6,6.6\n");
        assertFails(
                simulate("--policy", "optimised", "--cap", "5"),
                sessions + ": line 2: departure_min is not after arrival_min");

        Files.delete(sessions);
        assertFails(
                simulate("--policy", "optimised", "--cap", "5"),
                "cannot read " + sessions + ": there is no such file or directory");
    }

    @Test
    void aSitesWordHoldsWhereTheCommandLineSaysNothing() throws IOException {
        Path site = Files.writeString(directory.resolve("site.yaml"), """
                zone: Europe/Berlin
                policy: {name: least-laxity, turnMinutes: 5}
                tariff: [{from: "00:00", price: 1}, {from: "12:00", price: 3}]
                nodes: [{id: main, limits: [{amps: 20}]}]
                connectors:
                  - {id: c1, node: main, phases: A, volts: 230}
                """);
        Path stays = Files.writeString(
                directory.resolve("stays.csv"),
                "session_id,station_id,arrival_min,departure_min,requested_kwh,max_kw\na,c1,720,780,4.6,4.6\n");
        String[] arguments = {"simulate", "--sessions", "" + stays, "--network", "" + site, "--json"};

        Shell.Outcome outcome = shell().run(arguments);

        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        JsonNode result = outcome.json().get(0);
        assertThat(result.get("policy").asText()).isEqualTo("least-laxity");
        assertThat(result.get("capKw").asDouble()).isEqualTo(4.6);
        assertThat(result.get("energyCost").asDouble()).isEqualTo(13.8);
        assertThat(result.get("settings").get("zone").asText()).isEqualTo("Europe/Berlin");
        assertThat(result.get("settings").get("turnMinutes").asInt()).isEqualTo(5);
        assertThat(result.get("settings").get("patienceMinutes").asInt()).isEqualTo(60);

        Shell.Outcome other = shell().run(
                        "simulate",
                        "--sessions",
                        "" + stays,
                        "--network",
                        "" + site,
                        "--json",
                        "--tariff",
                        "2",
                        "--zone",
                        "UTC",
                        "--turn",
                        "0",
                        "--policy",
                        "equal-share");
        JsonNode changed = other.json().get(0);
        assertThat(changed.get("policy").asText()).isEqualTo("equal-share");
        assertThat(changed.get("energyCost").asDouble()).isEqualTo(9.2);
        assertThat(changed.get("settings").get("zone").asText()).isEqualTo("UTC");
        assertThat(changed.get("settings").get("turnMinutes").asInt()).isZero();
    }

    @Test
    void aBusNeedsACap() {
        assertFails(simulate("--policy", "optimised"), "--cap is needed where there is no --network");
    }

    @Test
    void aNetworkThatIsNoneIsSaidWithItsName() throws IOException {
        Path network = directory.resolve("network.json");
        Files.writeString(network, "{\"nodes\": [,]}");
        assertFails(
                simulate("--network", "" + network, "--policy", "optimised", "--cap", "5"),
                network + ": line 1: Unexpected character");

        Files.writeString(network, "{\"nodes\": []}");
        assertFails(simulate("--network", "" + network, "--policy", "optimised", "--cap", "5"), network + ": ");
    }

    @Test
    void unknownPoliciesAndImpossibleNumbersAreRefused() {
        assertFails(
                simulate("--policy", "best", "--cap", "5"),
                "there is no policy best; there are first-come, equal-share, earliest-deadline, least-laxity, optimised,"
                        + " horizon, surplus; and offline");
        assertFails(
                simulate("--policy", "optimised", "--cap", "0"), "--cap must be above 0 and at most 1000000, not 0");
        assertFails(
                simulate("--policy", "optimised", "--cap", "5", "--tariff", "1e308"),
                "--tariff must be from -1000000 to 1000000");
        assertFails(
                simulate("--policy", "optimised", "--cap", "5", "--energy-worth", "Infinity"),
                "--energy-worth must be above 0 and at most 1000000");
        assertFails(simulate("--policy", "optimised", "--cap", "5", "--step", "0"), "--step must be from 1 to 1440");
        assertThat(simulate("--policy", "optimised", "--cap", "much").exitCode())
                .isEqualTo(2);
        assertThat(simulate("--policy", "optimised", "--cap", "5", "--tariff", "7h")
                        .exitCode())
                .isEqualTo(2);
        assertThat(simulate("--policy", "optimised", "--cap", "5", "--synthetic")
                        .exitCode())
                .isEqualTo(2);
        assertThat(shell().run("simulate", "--policy", "optimised", "--cap", "5")
                        .exitCode())
                .isEqualTo(2);
    }

    @Test
    void onTheBusAVehicleGetsWhatItCanTake() throws IOException {
        Files.writeString(sessions, HEADER + "one,c1,0,60,11,11\ntwo,c2,0,60,150,150\n");

        for (String pilots : List.of("continuous", "steps")) {
            Shell.Outcome outcome =
                    simulate("--policy", "first-come,offline", "--cap", "200", "--pilots", pilots, "--json");

            assertThat(outcome.exitCode()).as(outcome.err()).isZero();
            assertThat(outcome.err()).doesNotContain("Note");
            outcome.json()
                    .forEach(run -> assertThat(run.get("energyDeliveredPercent").asDouble())
                            .isEqualTo(100));
        }
    }

    @Test
    void whatStillClipsAnInputIsSaidOnce() throws IOException {
        Path network = directory.resolve("network.json");
        Files.writeString(network, """
                {"nodes": [{"id": "feeder", "limits": [{"amps": 40, "on": "lines"}]}],
                 "connectors": [{"id": "c1", "node": "feeder", "phases": "A", "volts": 230,
                                 "currents": {"maxAmps": 16}}]}
                """);
        Files.writeString(sessions, HEADER + "one,c1,0,60,11,11\n");

        Shell.Outcome outcome =
                simulate("--network", "" + network, "--policy", "first-come,equal-share", "--cap", "5", "--json");

        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.err().lines().filter(line -> line.startsWith("Note: ")))
                .containsExactly(
                        "Note: 1 session can take more than the connector gives: one takes 11.00 kW where there are 3.68 kW.",
                        "Note: 1 session with more asked for than full power gives during the stay, by 7.3 kWh in all.");
        JsonNode notes = outcome.json().get(1).get("notes");
        assertThat(notes.get(0).get("note").asText()).isEqualTo("weak-connectors");
        assertThat(notes.get(0).get("connectorKw").asDouble()).isEqualTo(3.68);
        assertThat(notes.get(1).get("kwh").asDouble()).isEqualTo(7.32);
    }

    @Test
    void whoDeliversNothingDoesNotSucceed() throws IOException {
        Shell.Outcome outcome =
                simulate("--policy", "first-come,offline", "--cap", "1,20", "--pilots", "steps", "--json");

        assertFails(outcome, "nothing was delivered by first-come at 1.0 kW");
        assertThat(outcome.err())
                .contains("Note: 2 sessions can never be given power: the least a charge point there can be told counts"
                        + " 1,248.0 W in limit bus, which is 1,000.0 W.");
        assertThat(outcome.json().get(0).get("notes").get(0).get("note").asText())
                .isEqualTo("limits-below-minimum");
    }

    @Test
    void settingsAreInEachResult() throws IOException {
        Files.writeString(sessions, Files.readString(sessions) + "bad\n");

        JsonNode settings = simulate(
                        "--policy",
                        "first-come",
                        "--cap",
                        "5",
                        "--skip-bad",
                        "--zone",
                        "Europe/Berlin",
                        "--tariff",
                        "00:00=0.1,07:00=0.3",
                        "--json")
                .json()
                .get(0)
                .get("settings");

        assertThat(settings.get("sessions").asText()).isEqualTo(sessions.toString());
        assertThat(settings.get("linesLeftOut").asInt()).isEqualTo(1);
        assertThat(settings.get("start").asText()).isEqualTo("2024-01-01T00:00+01:00");
        assertThat(settings.get("zone").asText()).isEqualTo("Europe/Berlin");
        assertThat(settings.get("tariff").get("07:00").asDouble()).isEqualTo(0.3);
        assertThat(settings.get("patienceMinutes").asInt()).isEqualTo(60);
    }

    @Test
    void whatARunDidCanBeGoneOnWith() throws IOException {
        Path rows = directory.resolve("rows.csv");
        Path series = directory.resolve("series.csv");
        Files.writeString(sessions, HEADER + "\"one, \"\"two\"\"\",c1,0,120,6.6,6.6\ntwo,c2,0,60,6.6,6.6\n");

        Shell.Outcome outcome = simulate(
                "--policy",
                "first-come,offline",
                "--cap",
                "6.6,20",
                "--zone",
                "Europe/Berlin",
                "--tariff",
                "0.5",
                "--sessions-csv",
                "" + rows,
                "--series-csv",
                "" + series);

        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(Files.readAllLines(rows))
                .hasSize(5)
                .contains(
                        "first-come,6.6,two,c2,2024-01-01T00:00:00+01:00,2024-01-01T01:00:00+01:00,"
                                + "2024-01-01T01:00:00+01:00,6.6,6.6,0,false,0",
                        "first-come,20,two,c2,2024-01-01T00:00:00+01:00,2024-01-01T01:00:00+01:00,"
                                + "2024-01-01T01:00:00+01:00,6.6,6.6,6.6,true,3.3");
        assertThat(Files.readAllLines(series))
                .contains("first-come,20,2024-01-01T00:00:00+01:00,2024-01-01T00:05:00+01:00,13.2,1.1,20,2,2");

        Files.writeString(sessions, String.join("\n", Files.readAllLines(rows).subList(0, 3)));
        Shell.Outcome again = simulate("--policy", "first-come", "--cap", "20", "--json");
        assertThat(again.exitCode()).as(again.err()).isZero();
        assertThat(again.json().get(0).get("settings").get("sessionCount").asInt())
                .isEqualTo(2);
    }

    @Test
    void filesThatCannotBeWrittenAreNamed() {
        Path nowhere = directory.resolve("nowhere/rows.csv");

        assertFails(
                simulate("--policy", "first-come", "--cap", "5", "--sessions-csv", "" + nowhere),
                "cannot write " + nowhere + ": there is no such file or directory");
    }

    @Test
    void theHorizonMindsTheTariff() throws IOException {
        Files.writeString(sessions, HEADER + "one,c1,360,720,6.6,6.6\n");

        JsonNode runs = simulate(
                        "--policy", "optimised,horizon", "--cap", "10", "--tariff", "00:00=0.5,09:00=0.1", "--json")
                .json();

        assertThat(runs.get(0).get("energyCost").asDouble()).isEqualTo(3.3);
        assertThat(runs.get(1).get("energyCost").asDouble()).isEqualTo(0.66);
        assertThat(runs.get(1).get("energyDeliveredPercent").asDouble()).isEqualTo(100);
    }

    private static void assertFails(Shell.Outcome outcome, String message) {
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err()).contains("Failed: ").contains(message);
    }

    private Shell.Outcome simulate(String... arguments) {
        String[] all = new String[arguments.length + 3];
        all[0] = "simulate";
        all[1] = "--sessions";
        all[2] = sessions.toString();
        System.arraycopy(arguments, 0, all, 3, arguments.length);
        return shell().run(all);
    }

    private Shell shell() {
        return new Shell(directory, directory.resolve("state"));
    }
}
