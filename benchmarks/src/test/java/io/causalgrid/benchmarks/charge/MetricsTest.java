package io.causalgrid.benchmarks.charge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.causalgrid.benchmarks.load.LoadException;
import org.junit.jupiter.api.Test;

class MetricsTest {
    private static final String TEXT = """
            # HELP grid_journal_writes_seconds Time until the journal had a batch
            grid_journal_writes_seconds_bucket{outcome="stored",substation="substation1",le="+Inf"} 9
            grid_journal_writes_seconds_count{outcome="not-stored",substation="substation1"} 2
            grid_journal_writes_seconds_count{outcome="stored",substation="substation1"} 12
            grid_journal_stored_keys_total{substation="substation1"} 96.0
            grid_journal_stored_bytes_total{substation="substation1"} 1.5E7
            grid_sessions_total{outcome="started",substation="substation1"} 4.0
            grid_sessions_total{outcome="cancelled",substation="substation1"} 3.0
            """;

    @Test
    void countsAreReadByTheirOutcome() {
        assertThat(Metrics.parse(TEXT)).isEqualTo(new Metrics(12, 96, 1.5e7, 4));
    }

    @Test
    void aCountThatIsMissingIsNamed() {
        String without = TEXT.replace("grid_journal_stored_keys_total", "something_else");

        assertThatExceptionOfType(LoadException.class)
                .isThrownBy(() -> Metrics.parse(without))
                .withMessageContaining("grid_journal_stored_keys_total");
    }

    @Test
    void whatWasCountedMeanwhileIsTheDifference() {
        Metrics before = Metrics.parse(TEXT);

        assertThat(before.plus(new Metrics(1, 2, 3, 4)).minus(before)).isEqualTo(new Metrics(1, 2, 3, 4));
    }
}
