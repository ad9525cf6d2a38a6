package io.causalgrid.grid.core.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringReader;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionFileTest {
    private static final Instant START = Instant.parse("2024-01-01T00:00:00Z");
    private static final String HEADER = "session_id,station_id,arrival_min,departure_min,requested_kwh,max_kw\n";

    @Test
    void aSessionIsALine() throws IOException {
        List<RecordedSession> sessions = read(HEADER + "one,CA-315,380,460,4.216,6.6\n\n");

        assertThat(sessions)
                .containsExactly(new RecordedSession(
                        "one",
                        "CA-315",
                        START.plusSeconds(380 * 60),
                        START.plusSeconds(460 * 60),
                        START.plusSeconds(460 * 60),
                        4_216,
                        6_600));
    }

    @Test
    void columnsMayBeInAnyOrderAndADeadlineMayDifferFromTheDeparture() throws IOException {
        RecordedSession session = read("\ufeffmax_kw,deadline_min,requested_kwh,departure_min,arrival_min,station_id,"
                        + "session_id,note\n7,90,3,60,0,c1,one,any\n")
                .getFirst();

        assertThat(session.deadline()).isEqualTo(START.plusSeconds(90 * 60));
        assertThat(session.departure()).isEqualTo(START.plusSeconds(60 * 60));
    }

    @Test
    void whatIsWrittenReadsBack() throws IOException {
        List<RecordedSession> sessions =
                new SyntheticMonth(7, 10, List.of("a", "b", "c"), 7_000).sessions(START, new SplittableRandom(7));

        assertThat(read(SessionFile.write(sessions, START))).isEqualTo(sessions);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "one,c1,0,60,x,7 | line 2: requested_kwh is no number: x",
                "one,c1,0,60,NaN,7 | line 2: requested_kwh is no number: NaN",
                "one,c1,0,60,0,7 | line 2: requested_kwh is 0.0, not above 0",
                "one,c1,0,60,3,-7 | line 2: max_kw is -7.0, not above 0",
                "one,c1,60,60,3,7 | line 2: departure_min is not after arrival_min",
                "one,c1,0,1e12,3,7 | line 2: departure_min is more than ten years away",
                "one,c1,0,60,3 | line 2: has 5 fields, not 6",
                "one,,0,60,3,7 | line 2: station_id is empty",
            })
    void aWrongLineIsNamed(String line, String message) {
        assertThatThrownBy(() -> read(HEADER + line))
                .isInstanceOf(InvalidSessionsException.class)
                .hasMessage(message);
    }

    @Test
    void aSessionThatIsThereTwiceIsRefused() {
        assertThatThrownBy(() -> read(HEADER + "one,c1,0,60,3,7\none,c2,0,60,3,7\n"))
                .hasMessage("line 3: session one is in line 2 too");
    }

    @Test
    void aFileWithoutSessionsOrColumnsIsRefused() {
        assertThatThrownBy(() -> read("")).hasMessage("the file is empty");
        assertThatThrownBy(() -> read(HEADER)).hasMessage("there are no sessions");
        assertThatThrownBy(() -> read("session_id,station_id,arrival_min,max_kw\n"))
                .hasMessage("line 1: no column departure_min, requested_kwh");
        assertThatThrownBy(() -> read("max_kw,max_kw\n")).hasMessage("line 1: the column max_kw is there twice");
    }

    private static List<RecordedSession> read(String text) throws IOException {
        return SessionFile.read(new StringReader(text), START);
    }
}
