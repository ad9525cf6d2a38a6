package io.causalgrid.grid.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.causalgrid.grid.core.allocation.KnownPolicy;
import io.causalgrid.grid.core.network.Connector;
import io.causalgrid.grid.core.network.LimitProfile;
import io.causalgrid.grid.core.network.Network;
import io.causalgrid.grid.core.network.NetworkReader.Choices;
import io.causalgrid.grid.core.network.Phases;
import io.causalgrid.grid.core.session.SessionDefaults;
import io.causalgrid.grid.core.site.OcppConnector;
import io.causalgrid.grid.core.site.Site;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SiteFileTest {
    private static final Path DOCS = Path.of("..", "docs");
    private static final String NETWORK = """
            nodes: [{id: main, limits: [{amps: 32}]}]
            connectors: [{id: a, node: main, phases: A, volts: 230}]
            """;

    @Test
    void aSiteMayHangOnAFeeder() {
        String feeder = "feeder: {id: street, limitKw: 100, rights: {north: 60, south: 40}}\n";
        String bus = NETWORK.replace("amps: 32", "watts: 50000");

        assertThat(site("s.yaml", feeder + bus).feeder()).hasValueSatisfying(one -> {
            assertThat(one.id()).isEqualTo("street");
            assertThat(one.rightsWatts()).isEqualTo(Map.of("north", 60_000.0, "south", 40_000.0));
            assertThat(one.limit()).isEqualTo("main/watts");
        });
        assertThat(site("s.yaml", bus).feeder()).isEmpty();
        assertThatThrownBy(() -> site("s.yaml", feeder + NETWORK))
                .hasMessage(
                        "s.yaml: line 1: network: a site below a feeder needs a limit in watts above all its connectors");
        assertThatThrownBy(() -> site("s.yaml", feeder.replace("100", "99") + bus))
                .hasMessage("s.yaml: line 1: feeder: the rights are 100.0 kW together, and the limit is 99.0");
        assertThatThrownBy(() -> site("s.yaml", feeder.replace("60", "-1") + bus))
                .hasMessageContaining("'north' should be from 0.0");
        assertThatThrownBy(() -> site("s.yaml", feeder.replace("street", "Main Street") + bus))
                .hasMessageContaining("an id has 1 to 32 of a to z");
    }

    @Test
    void theExampleIsASite() {
        Site garage = SiteFile.read(DOCS.resolve("examples/garage.yaml")).site(Choices.DEFAULT);

        assertThat(garage.name()).isEqualTo("Garage");
        assertThat(garage.zone()).isEqualTo(ZoneId.of("Europe/Berlin"));
        assertThat(garage.network().connectors()).hasSize(22);
        assertThat(garage.network().connectors().getFirst().phases()).isEqualTo(Phases.ABC);
        assertThat(garage.sharing().policy()).contains(KnownPolicy.OPTIMISED);
        assertThat(garage.sharing().patience()).contains(Duration.ofHours(1));
        assertThat(garage.defaults()).isEqualTo(new SessionDefaults(15_000, Duration.ofHours(3), 11_000));
        // 06:30 in Berlin, in summer
        assertThat(garage.prices().at(Instant.parse("2026-07-01T04:30:00Z"))).isEqualTo(0.36);
        assertThat(garage.prices().at(Instant.parse("2026-07-01T03:30:00Z"))).isEqualTo(0.24);
        assertThat(garage.ocpp()).isEmpty();
    }

    @Test
    void theExampleWithSeriesIsASite() {
        Site depot = SiteFile.read(DOCS.resolve("examples/depot.yaml")).site(Choices.DEFAULT);

        Instant noon = Instant.parse("2026-06-01T10:00:00Z"); // 12:00 in Berlin
        assertThat(depot.network().otherLoad().at(noon)).isEqualTo(12_000 - 34_000);
        assertThat(depot.prices().at(noon)).isEqualTo(0.11);
        assertThat(depot.carbon())
                .hasValueSatisfying(carbon -> assertThat(carbon.at(noon)).isEqualTo(180));
    }

    @Test
    void jsonSaysTheSameAsYaml(@TempDir Path directory) throws IOException {
        Path yaml = DOCS.resolve("examples/garage.yaml");
        JsonNode parsed = new YAMLMapper().readTree(yaml.toFile());
        Path json = directory.resolve("garage.json");
        Files.writeString(
                json, new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(parsed));

        Site fromYaml = SiteFile.read(yaml).site(Choices.DEFAULT);
        Site fromJson = SiteFile.read(json).site(Choices.DEFAULT);

        assertThat(fromJson.network().connectors()).isEqualTo(fromYaml.network().connectors());
        assertThat(fromJson.network().limits()).isEqualTo(fromYaml.network().limits());
        assertThat(fromJson.prices()).isEqualTo(fromYaml.prices());
    }

    @Test
    void whatASiteDoesNotSayIsAsUsual() {
        Site site = site("site.json", network(""));

        assertThat(site.name()).isEmpty();
        assertThat(site.zone()).isEqualTo(ZoneId.of("UTC"));
        assertThat(site.sharing().policy()).isEmpty();
        assertThat(site.defaults()).isEqualTo(SessionDefaults.STANDARD);
        assertThat(site.prices().at(Instant.EPOCH)).isZero();
    }

    @Test
    void limitsGoByWhatClocksShowOnDaysOf23And25Hours() {
        Network network = site("s.yaml", """
                        zone: Europe/Berlin
                        nodes: [{id: main, limits: [{watts: 80000, daily: [{from: "22:00", until: "02:30", watts: 150000}]}]}]
                        connectors: [{id: a, node: main, phases: A, volts: 230}]
                        """).network();

        assertThat(changes(network, "2024-07-01T00:00:00Z", "2024-07-02T00:00:00Z"))
                .containsExactly("2024-07-01T00:30:00Z 80000", "2024-07-01T20:00:00Z 150000");
        // Clocks go from 02:00 to 03:00: 02:30 is never shown, and what holds until then ends with the change.
        assertThat(changes(network, "2024-03-30T20:00:00Z", "2024-04-01T00:00:00Z"))
                .containsExactly(
                        "2024-03-30T21:00:00Z 150000", "2024-03-31T01:00:00Z 80000", "2024-03-31T20:00:00Z 150000");
        // They show 02:00 to 03:00 twice.
        assertThat(changes(network, "2024-10-26T19:00:00Z", "2024-10-27T22:00:00Z"))
                .containsExactly(
                        "2024-10-26T20:00:00Z 150000",
                        "2024-10-27T00:30:00Z 80000",
                        "2024-10-27T01:00:00Z 150000",
                        "2024-10-27T01:30:00Z 80000",
                        "2024-10-27T21:00:00Z 150000");
    }

    /** When the first limit is another than before, and what it is then. */
    private static List<String> changes(Network network, String from, String until) {
        LimitProfile profile = network.limits().getFirst().profile();
        Instant before = Instant.parse(from);
        List<String> changes = new ArrayList<>();
        for (Instant time : network.limitChanges(before, Instant.parse(until))) {
            if (profile.at(time) != profile.at(before)) {
                changes.add("%s %.0f".formatted(time, profile.at(time)));
            }
            before = time;
        }
        return changes;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{from: '22:00', until: '22:00', amps: 9}|daily[0]: from 22:00 until 22:00 is no time, or all day",
                "{from: '22:00', amps: 9}|daily[0]: 'until' is missing",
                "{from: '22:00', until: '6', amps: 9}|daily[0]: 'until' should be a time of day such as 07:00, not 6",
                "{from: '22:00', until: '06:00', watts: 9}|daily[0]: 'amps' is missing",
                "{from: '22:00', until: '06:00', amps: -9}|daily[0]: amps is negative: -9",
                "{from: '22:00', until: '06:00', amps: 9}, {from: '05:00', until: '07:00', amps: 8}|daily[1]: from 22:00 until"
                        + " 06:00 and from 05:00 until 07:00 are partly the same time",
                "{from: '22:00', until: '06:00', amps: 9}], changes: [|: a limit has either 'daily' or 'changes'"
            })
    void timesOfDayThatCannotBeMeantAreRefused(String times, String expected) {
        String text = NETWORK.replace("amps: 32", "amps: 32, daily: [" + times + "]");

        String place = "s.yaml: line 1: nodes[0].limits[0]" + (expected.startsWith(":") ? "" : ".");
        assertThatThrownBy(() -> site("s.yaml", text)).hasMessage(place + expected);
    }

    @Test
    void aPolicyMayBeANameAlone() {
        assertThat(site("s.yaml", "policy: least-laxity\n" + NETWORK).sharing().policy())
                .contains(KnownPolicy.LEAST_LAXITY);
    }

    @Test
    void aPolicyMayBeForSessionsRatherThanForEnergy() {
        assertThat(site("s.yaml", "policy: {fullyServed: 0.25}\n" + NETWORK)
                        .sharing()
                        .fullyServed())
                .hasValue(0.25);
    }

    @Test
    void aConnectorMayBeOneOfAChargePoint() {
        Site site = site("site.yml", """
                nodes: [{id: main}]
                connectors:
                  - {id: left, node: main, phases: A, volts: 230, ocpp: {chargePoint: CP-7, connector: 1}}
                  - {id: right, node: main, phases: A, volts: 230, ocpp: {chargePoint: CP-7, connector: 2}}
                  - {id: virtual, node: main, phases: A, volts: 230}
                """);

        assertThat(site.ocpp())
                .isEqualTo(Map.of("left", new OcppConnector("CP-7", 1), "right", new OcppConnector("CP-7", 2)));
        assertThat(site.network().connectors().stream().map(Connector::id)).containsExactly("left", "right", "virtual");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "zone: Mars/Olympus|line 1: network: there is no time zone Mars/Olympus",
                "zone: 3|line 1: network: 'zone' should be a text, not 3",
                "policy: 3|line 1: policy: should be an object, not 3",
                "policy: {patienceMinutes: -1}|line 1: policy: 'patienceMinutes' should be from 0.0 to 1440.0, not -1.0",
                "policy: {fullyServed: 2}|line 1: policy: 'fullyServed' should be from 0.0 to 1.0, not 2.0",
                "policy: fastest|line 1: network: there is no policy fastest; there are first-come, ",
                "policy: {turn: 1}|line 1: policy: unknown member 'turn'",
                "tariff: []|line 1: network: a tariff needs prices",
                "tariff: [{from: noon, price: 1}]|line 1: tariff[0]: 'from' should be a time of day such as 07:00, not noon",
                "tariff: [{from: '07:00'}]|line 1: tariff[0]: 'price' is missing",
                "defaults: {energyKwh: 0}|line 1: defaults: energyWattHours is 0.0, not above 0",
                "defaults: {stayHours: 1000}|line 1: defaults: a stay of PT1000H",
                "speed: 3|line 1: network: unknown member 'speed'",
                "name: a: b|line 1: ",
                "name: *other|line 1: aliases are not understood",
                "'{'|line "
            })
    void whatIsWrongIsSaidWithItsLine(String line, String expected) {
        assertThatThrownBy(() -> site("dir/site.yaml", line + "\n" + NETWORK))
                .isInstanceOf(InvalidSiteException.class)
                .hasMessageStartingWith(Path.of("dir", "site.yaml") + ": " + expected);
    }

    @Test
    void aLineIsThatOfTheMemberAtFault() {
        String text = """
                nodes:
                  - id: main
                    limits:
                      - on: sum
                        amps: -1
                connectors:
                  - id: a
                    node: main
                    phases: A
                    volts: 230
                """;

        assertThatThrownBy(() -> site("s.yaml", text))
                .hasMessage("s.yaml: line 5: nodes[0].limits[0]: amps is negative: -1");
        assertThatThrownBy(
                        () -> site("s.yaml", text.replace("amps: -1", "amps: 1").replace("node: main", "node: other")))
                .hasMessage("s.yaml: line 7: connectors[0]: the node other is unknown");
        assertThatThrownBy(
                        () -> site("s.yaml", text.replace("amps: -1", "amps: 1").replace("id: a", "id: 1")))
                .hasMessage("s.yaml: line 7: connectors[0]: 'id' should be a text, not 1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"nodes\": [], \"nodes\": []}|line 1: Duplicate field 'nodes'",
                "[]|line 1: a site is an object, which this is not",
                "{} {}|line 1: there is more after the site",
                "{\"nodes\": [|line 1: Unexpected end-of-input"
            })
    void whatIsNoDocumentIsRefused(String text, String expected) {
        assertThatThrownBy(() -> site("s.json", text))
                .isInstanceOf(InvalidSiteException.class)
                .hasMessageContaining(expected);
    }

    @Test
    void twoConnectorsCannotBeTheSameOne() {
        String text = """
                nodes: [{id: main}]
                connectors:
                  - {id: left, node: main, phases: A, volts: 230, ocpp: {chargePoint: CP, connector: 1}}
                  - {id: right, node: main, phases: A, volts: 230, ocpp: {chargePoint: CP, connector: 1}}
                """;

        assertThatThrownBy(() -> site("s.yaml", text))
                .hasMessage("s.yaml: line 4: connectors[1]: left is connector 1 of CP already");
    }

    @Test
    void aFileThatIsNotThereIsSaidSo(@TempDir Path directory) {
        Path file = directory.resolve("none.yaml");

        assertThatThrownBy(() -> SiteFile.read(file))
                .isInstanceOf(InvalidSiteException.class)
                .hasMessage("cannot read " + file + ": there is no such file or directory");
    }

    /** Editors check with the schema what people write; it must not refuse what is a site. */
    @ParameterizedTest
    @CsvSource({"examples/garage.yaml", "examples/depot.yaml"})
    void theSchemaKnowsTheExamples(String example) throws IOException {
        JsonNode document = new YAMLMapper().readTree(DOCS.resolve(example).toFile());

        assertThat(schema().validate(document)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"zone\": 3",
                "\"policy\": {\"name\": \"fastest\"}",
                "\"policy\": {\"turn\": 3}",
                "\"policy\": {\"fullyServed\": 2}",
                "\"tariff\": []",
                "\"defaults\": {\"energyKwh\": 0}",
                "\"speed\": 3"
            })
    void theSchemaRefusesWhatTheReaderRefuses(String member) throws IOException {
        assertThat(schema().validate(new ObjectMapper().readTree(network(member + ","))))
                .isNotEmpty();
        assertThat(schema().validate(new ObjectMapper().readTree(network("")))).isEmpty();
    }

    @Test
    void theSchemaAndTheReaderKnowRotationsAndSomeLines() throws IOException {
        String text = """
                {"nodes": [{"id": "main", "limits": [{"amps": 32, "on": ["a", "c"],
                            "daily": [{"from": "22:00", "until": "06:00", "amps": 63}]}]}],
                 "connectors": [{"id": "a", "node": "main", "phases": "BCA", "volts": 400},
                                {"id": "b", "node": "main", "phases": "CAB", "volts": 400}]}
                """;

        assertThat(schema().validate(new ObjectMapper().readTree(text))).isEmpty();
        assertThat(site("s.json", text).network().limits()).isNotEmpty();
        for (Phases phases : Phases.OF_CONNECTORS) {
            String other = text.replace("BCA", phases.name());
            assertThat(schema().validate(new ObjectMapper().readTree(other)))
                    .as("%s", phases)
                    .isEmpty();
        }
    }

    private static JsonSchema schema() throws IOException {
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(Files.readString(DOCS.resolve("reference/site.schema.json")));
    }

    private static String network(String members) {
        return "{" + members + "\"nodes\": [{\"id\": \"main\", \"limits\": [{\"amps\": 32}]}], \"connectors\":"
                + " [{\"id\": \"a\", \"node\": \"main\", \"phases\": \"A\", \"volts\": 230}]}";
    }

    private static Site site(String file, String text) {
        return SiteFile.parse(Path.of(file), text.getBytes(StandardCharsets.UTF_8))
                .site(Choices.DEFAULT);
    }
}
