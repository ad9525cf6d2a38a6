package io.causalgrid.cli.sessionfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.causalgrid.grid.core.simulation.InvalidSessionsException;
import io.causalgrid.grid.core.simulation.RecordedSession;
import io.causalgrid.grid.core.simulation.SyntheticMonth;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionFileTest {

    private static final Instant START = Instant.parse("2024-01-01T00:00:00Z");
    private static final Recording USUAL = Recording.from(START, ZoneOffset.UTC);
    private static final Recording SKIPPING = new Recording(START, ZoneOffset.UTC, Map.of(), _ -> true, true);
    private static final String HEADER = "session_id,station_id,arrival_min,departure_min,requested_kwh,max_kw\n";

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path directory;

    @Test
    void aSessionIsALine() throws IOException {
        assertThat(read(HEADER + "one,CA-315,380,460,4.216,6.6\n\n"))
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
        RecordedSession session = read("max_kw,deadline_min,requested_kwh,departure_min,arrival_min,station_id,"
                        + "session_id,note\n7,90,3,60,0,c1,one,any\n")
                .getFirst();

        assertThat(session.deadline()).isEqualTo(START.plusSeconds(90 * 60));
        assertThat(session.departure()).isEqualTo(START.plusSeconds(60 * 60));
    }

    @Test
    void whatIsWrittenReadsBack() throws IOException {
        List<RecordedSession> sessions =
                new SyntheticMonth(7, 10, List.of("a", "b;,\"", "c"), 7_000).sessions(START, new SplittableRandom(7));
        Path file = directory.resolve("written.csv");

        SessionWriter.write(file, sessions, START);

        assertThat(SessionFile.read(file, USUAL).sessions()).isEqualTo(sessions);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "one,c1,0,60,x,7 | line 2: requested_kwh is no number: x",
                "one,c1,0,60,NaN,7 | line 2: requested_kwh is no number: NaN",
                "one,c1,0,60,7d,7 | line 2: requested_kwh is no number: 7d",
                "one,c1,0,60,1e999,7 | line 2: requested_kwh is too large: 1e999",
                "one,c1,0,60,0,7 | line 2: requested_kwh is 0, not above 0",
                "one,c1,0,60,0.0005,7 | line 2: requested_kwh is 0.0005, below 0.001",
                "one,c1,0,60,2001,7 | line 2: requested_kwh is 2001, above 2000",
                "one,c1,0,60,3,-7 | line 2: max_kw is -7, not above 0",
                "one,c1,0,60,3,4001 | line 2: max_kw is 4001, above 4000",
                "one,c1,60,60,3,7 | line 2: departure_min is not after arrival_min",
                "one,c1,0,1e12,3,7 | line 2: departure_min is more than ten years away",
                "one,c1,0,60,3 | line 2: has 5 fields, not 6",
                "one,,0,60,3,7 | line 2: station_id is empty",
                "one,c1,0,60,'\"1,234\"',7 | line 2: requested_kwh may be 1.234 or 1234: 1,234; write it with a point, and"
                        + " without grouping thousands",
            })
    void aWrongLineIsNamed(String line, String message) {
        assertRefused(HEADER + line.replace("'", ""), message);
    }

    @Test
    void everyBoundOfASessionIsTheReaders() throws IOException {
        RecordedSession session = read(HEADER + "one,c1,-60,60,2000,4000\n").getFirst();
        RecordedSession least = read(HEADER + "one,c1,0,0.0001,0.001,0.001\n").getFirst();

        assertThat(session.energyWattHours()).isEqualTo(RecordedSession.ENERGY_WATT_HOURS_MAX);
        assertThat(session.maxWatts()).isEqualTo(RecordedSession.MAX_WATTS_MAX);
        assertThat(least.energyWattHours()).isEqualTo(RecordedSession.LEAST);
        assertRefused(
                HEADER + "x".repeat(129) + ",c1,0,60,3,7", "line 2: session_id has 129 characters, more than 128");
        assertRefused(
                HEADER + "\"a\nb\",c1,0,60,3,7",
                "line 2: session_id has a line break or another control character in it");
        assertRefused(
                HEADER + "one,\"c1,0,60,3,7\n",
                "line 2: has 2 fields, not 6; a quote that opens a field may not be closed");
        assertRefused(
                HEADER.strip() + ",deadline_min\none,c1,10,60,3,7,5", "line 2: deadline_min is not after arrival_min");
    }

    @Test
    void allFaultyLinesAreListed() {
        assertRefused(
                HEADER + "one,c1,0,60,3,7\none,c2,0,60,3,7\ntwo,c1,30,90,3,7\n",
                "2 lines cannot be used; --skip-bad leaves them out:\n  line 3: session one is in line 2 too"
                        + "\n  line 4: session two is at c1 while session one (line 2) still is");

        String bad = HEADER + "x,c,0,0,1,1\n".repeat(23);
        assertThatThrownBy(() -> read(bad))
                .hasMessageStartingWith("23 lines cannot be used")
                .hasMessageContaining("line 21: ")
                .hasMessageEndingWith("line 21: session x is in line 2 too\n  and 3 more");
    }

    @Test
    void badLinesAreLeftOutWhenThatIsWanted() throws IOException {
        ReadSessions read =
                read(HEADER + "one,c1,0,60,x,7\ntwo,c1,0,60,3,7\nthree,c1,59,70,3,7\nfour,c1,60,70,3,7\n", SKIPPING);

        assertThat(read.sessions()).extracting(RecordedSession::id).containsExactly("two", "four");
        assertThat(read.leftOut().count()).isEqualTo(2);
        assertThat(read.leftOut().shown()).element(0).isEqualTo("line 2: requested_kwh is no number: x");
        assertThatThrownBy(() -> read(HEADER + "one,c1,0,60,x,7\n", SKIPPING))
                .hasMessage("there are no other sessions; 1 line left out:\n  line 2: requested_kwh is no number: x");
    }

    @Test
    void connectorsThatTheNetworkHasNotAreFaults() {
        Path file = write(HEADER + "one,c1,0,60,3,7\ntwo,c2,0,60,3,7\n");
        var recording = new Recording(START, ZoneOffset.UTC, Map.of(), "c1"::equals, false);

        assertThatThrownBy(() -> SessionFile.read(file, recording))
                .isInstanceOf(InvalidSessionsException.class)
                .hasMessage("line 3: session two is at c2, which is not in the network");
    }

    @Test
    void aFileWithoutSessionsOrColumnsIsRefused() {
        assertRefused("", "the file is empty");
        assertRefused(HEADER, "there are no sessions");
        assertRefused(
                "session_id,station_id,arrival_min,max_kw\n",
                "line 1: no column departure_min, requested_kwh; there are: session_id, station_id, arrival_min, max_kw."
                        + " --columns says which is which, as in --columns departure_min=Name");
        assertRefused(HEADER.strip() + ",max_kw\n", "line 1: the column max_kw is there twice");
        assertRefused(
                HEADER.strip() + ",energy_wh\n",
                "line 1: the columns requested_kwh and energy_wh both say the same; --columns"
                        + " requested_kwh=requested_kwh takes one of them");
    }

    @Test
    void manyFaultsAreCountedInLittleMemory() {
        var text = new StringBuilder(HEADER);
        IntStream.range(0, 1_000).forEach(i -> text.append("s%d,c1,0,60,x,7%n".formatted(i)));

        assertThatThrownBy(() -> read(text.toString()))
                .hasMessageStartingWith("1,000 lines cannot be used")
                .hasMessageEndingWith("and 980 more");
    }

    private void assertRefused(String text, String message) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(InvalidSessionsException.class)
                .hasMessage(message);
    }

    private List<RecordedSession> read(String text) throws IOException {
        return read(text, USUAL).sessions();
    }

    private ReadSessions read(String text, Recording recording) throws IOException {
        return SessionFile.read(write(text), recording);
    }

    private Path write(String text) {
        try {
            return Files.writeString(directory.resolve("sessions.csv"), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
