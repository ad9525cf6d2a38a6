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
        assertThat(garage.tariff().at(Instant.parse("2026-07-01T04:30:00Z"))).isEqualTo(0.36);
        assertThat(garage.tariff().at(Instant.parse("2026-07-01T03:30:00Z"))).isEqualTo(0.24);
        assertThat(garage.ocpp()).isEmpty();
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
        assertThat(fromJson.tariff()).isEqualTo(fromYaml.tariff());
    }

    @Test
    void whatASiteDoesNotSayIsAsUsual() {
        Site site = site("site.json", network(""));

        assertThat(site.name()).isEmpty();
        assertThat(site.zone()).isEqualTo(ZoneId.of("UTC"));
        assertThat(site.sharing().policy()).isEmpty();
        assertThat(site.defaults()).isEqualTo(SessionDefaults.STANDARD);
        assertThat(site.tariff().at(Instant.EPOCH)).isZero();
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
    @CsvSource({"examples/garage.yaml"})
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
                {"nodes": [{"id": "main", "limits": [{"amps": 32, "on": ["a", "c"]}]}],
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
