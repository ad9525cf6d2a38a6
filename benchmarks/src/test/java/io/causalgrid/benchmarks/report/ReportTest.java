package io.causalgrid.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportTest {
    private static final Heading WRITES = new Heading(1, "Writes a second");
    private static final Heading DISK = new Heading(6, "Disk");

    private final Report report = report();

    @Test
    void theTableIsForPeople() {
        assertThat(TextTable.of(report)).isEqualTo("""
                cores: 2

                1. Writes a second
                                     median             least        most      spread
                  log alone          12,000 /s         10,000      12,500        21 %

                6. Disk
                                     median             least        most      spread
                  log and state        1.23 B/B
                """);
    }

    @Test
    void theJsonHasEveryRound() throws Exception {
        JsonNode document = new JsonMapper().readTree(JsonReport.of(report));

        assertThat(document.at("/conditions/cores").asText()).isEqualTo("2");
        assertThat(document.at("/sections/0/number").asInt()).isEqualTo(1);
        assertThat(document.at("/sections/0/title").asText()).isEqualTo("Writes a second");
        JsonNode line = document.at("/sections/0/lines/0");
        assertThat(line.path("name").asText()).isEqualTo("log alone");
        assertThat(line.path("unit").asText()).isEqualTo("/s");
        assertThat(line.path("median").asDouble()).isEqualTo(12_000);
        assertThat(line.path("rounds").valueStream().map(JsonNode::asDouble))
                .containsExactly(12_000.0, 10_000.0, 12_500.0);
    }

    private static Report report() {
        var recorder = new Recorder();
        recorder.add(WRITES, "log alone", Unit.PER_SECOND, 12_000);
        recorder.add(WRITES, "log alone", Unit.PER_SECOND, 10_000);
        recorder.add(WRITES, "log alone", Unit.PER_SECOND, 12_500);
        recorder.add(DISK, "log and state", Unit.BYTES_PER_BYTE, 1.234);
        return recorder.report(Map.of("cores", "2"));
    }
}
