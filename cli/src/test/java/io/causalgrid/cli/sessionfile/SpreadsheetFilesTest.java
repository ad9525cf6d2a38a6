package io.causalgrid.cli.sessionfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.causalgrid.grid.core.simulation.InvalidSessionsException;
import io.causalgrid.grid.core.simulation.RecordedSession;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files as spreadsheets and back offices write them. */
class SpreadsheetFilesTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final Instant START = Instant.parse("2023-12-31T23:00:00Z");
    private static final String HEADER = "session_id,station_id,arrival_min,departure_min,requested_kwh,max_kw\n";
    private static final String LINE = "one,c1,0,60,7.5,11\n";
    private static final RecordedSession ONE =
            new RecordedSession("one", "c1", START, START.plusSeconds(3600), START.plusSeconds(3600), 7_500, 11_000);

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path directory;

    @Test
    void semicolonsAndTabsSeparateAndCommasMayBeDecimal() throws IOException {
        assertThat(one((HEADER + LINE).replace(',', ';').replace("7.5", "7,5"))).isEqualTo(ONE);
        assertThat(one("sep=;\r\n" + (HEADER + LINE).replace(',', ';'))).isEqualTo(ONE);
        assertThat(one((HEADER + LINE).replace(',', '\t').replace("7.5", "7,5")))
                .isEqualTo(ONE);
        assertThat(one(HEADER + LINE.replace("7.5", "\"7,5\""))).isEqualTo(ONE);
    }

    @Test
    void whatACommaOrAPointMeansIsToldByTheOtherNumbers() throws IOException {
        String german = (HEADER + "one,c1,0,60,1#234,11\ntwo,c2,0,60,7#5,11\n").replace(',', ';');

        assertThat(one(german.replace('#', ',')).energyWattHours()).isEqualTo(1_234);
        assertThat(one(HEADER + "one,c1,0,60,1.234,11\n").energyWattHours()).isEqualTo(1_234);
        assertRefused(
                german.replace("1#234", "1.234").replace('#', ','),
                "line 2: requested_kwh may be 1.234 or 1234: 1.234; write it with a point, and without grouping thousands");
        assertRefused(
                (HEADER + "one,c1,0,60,1#234,11\n").replace(',', ';').replace('#', ','),
                "line 2: requested_kwh may be 1.234 or 1234: 1,234; write it with a point, and without grouping thousands");
        assertRefused(
                german.replace("1#234", "1.234,5").replace('#', ','), "line 2: requested_kwh is no number: 1.234,5");
    }

    @Test
    void quotesMayBeAnywhereAndHoldLineBreaks() throws IOException {
        String text = "note," + HEADER + "\"a \"\"note\"\", with\nlines\"," + LINE + "x,\"two\",c2,0,0,1,1\n";

        assertRefused(text, "line 4: departure_min is not after arrival_min");
        assertThat(one(text.substring(0, text.indexOf("x,")))).isEqualTo(ONE);
    }

    @ParameterizedTest
    @CsvSource({
        "energy_wh,max_w,7500,11000",
        "Energy (kWh),Max. Power [kW],7.5,11",
        "requested_wh,max_power_w,7500,11000",
    })
    void unitsAreInTheHeader(String energy, String power, String wattHours, String watts) throws IOException {
        String header = "session_id,station_id,arrival_h,departure_s," + energy + "," + power.replace(".", "");

        assertThat(one(header + "\none,c1,0,3600," + wattHours + "," + watts + "\n"))
                .isEqualTo(ONE);
    }

    @Test
    void otherNamesAreSaidBeside() throws IOException {
        String text = "SessionID,Box,arrival_min,departure_min,Wh,max_kw,requested_kwh\none,c1,0,60,7500,11,99\n";
        var columns = Map.of("session_id", "SessionID", "station_id", "Box", "energy_wh", "Wh");

        assertThat(SessionFile.read(write(text), new Recording(START, BERLIN, columns, _ -> true, false))
                        .sessions())
                .containsExactly(ONE);
        assertThatThrownBy(() -> SessionFile.read(
                        write(text), new Recording(START, BERLIN, Map.of("max_kw", "Power"), _ -> true, false)))
                .hasMessage("line 1: no column Power, which --columns names; there are: SessionID, Box, arrival_min,"
                        + " departure_min, Wh, max_kw, requested_kwh");
        assertThatThrownBy(() -> SessionFile.read(
                        write(text), new Recording(START, BERLIN, Map.of("power", "max_kw"), _ -> true, false)))
                .hasMessageStartingWith("--columns: there is no column power; there are session_id, station_id");
    }

    @ParameterizedTest
    @CsvSource({
        "2024-01-01T00:00, 2024-01-01T01:00:00",
        "2024-01-01 00:00, 2024-01-01 01:00:00.000",
        "2023-12-31T23:00Z, 2024-01-01T00:00:00Z",
        "2024-01-01 00:00:00+01:00, 2023-12-31 19:00-05",
        "2024-01-01 00:00 +0100, 2024-01-01T01:00+01:00[Europe/Berlin]",
    })
    void timesMayBeDatesWithAndWithoutAnOffset(String arrival, String departure) throws IOException {
        String header = "session_id,station_id,arrival,departure,requested_kwh,max_kw\n";

        assertThat(one(header + "one,c1," + arrival + "," + departure + ",7.5,11\n"))
                .isEqualTo(ONE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2024-03-31T02:30|arrival is a time that clocks in Europe/Berlin leave out: 2024-03-31T02:30",
                "2024-10-27T02:30|arrival is a time that clocks in Europe/Berlin show twice; write it with +02:00 or +01:00:"
                        + " 2024-10-27T02:30",
                "01.02.2024 08:00|arrival is no time such as 2024-03-31T14:05, with or without +02:00 (minutes from the start"
                        + " go into a column arrival_min): 01.02.2024 08:00",
                "0024-02-03T08:00|arrival is not from 1970 to 2199: 0024-02-03T08:00",
                "2024-02-30T08:00|arrival is no time such as 2024-03-31T14:05, with or without +02:00 (minutes from the start"
                        + " go into a column arrival_min): 2024-02-30T08:00",
            })
    void timesThatAreNoneOrCouldBeTwoAreRefused(String arrival, String message) {
        String header = "session_id,station_id,arrival,departure,requested_kwh,max_kw\n";

        assertRefused(header + "one,c1," + arrival + ",2024-11-01T08:00,7,11\n", "line 2: " + message);
    }

    @Test
    void theHourThatIsThereTwiceCountsTwice() throws IOException {
        String header = "session_id,station_id,arrival,departure,requested_kwh,max_kw\n";

        RecordedSession autumn = one(header + "one,c1,2024-10-27T01:30,2024-10-27T03:30,7,11\n");
        RecordedSession spring = one(header + "one,c1,2024-03-31T01:30,2024-03-31T03:30,7,11\n");
        RecordedSession second = one(header + "one,c1,2024-10-27T02:30+02:00,2024-10-27T02:30+01:00,7,11\n");

        assertThat(autumn.arrival()).isEqualTo("2024-10-26T23:30:00Z");
        assertThat(autumn.departure()).isEqualTo("2024-10-27T02:30:00Z");
        assertThat(spring.departure()).isEqualTo(spring.arrival().plusSeconds(3600));
        assertThat(second.departure()).isEqualTo(second.arrival().plusSeconds(3600));
    }

    @Test
    void whatAFileIsIsToldByItsContent() throws IOException {
        byte[] text = (HEADER + LINE).getBytes(StandardCharsets.UTF_8);
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write(text);
        }

        assertThat(one(packed.toByteArray())).isEqualTo(ONE);
        assertThat(one(("\ufeff" + HEADER + LINE).getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(ONE);
        assertThatThrownBy(() -> one((HEADER + LINE).getBytes(StandardCharsets.UTF_16)))
                .isInstanceOf(InvalidSessionsException.class)
                .hasMessageContaining("UTF-16")
                .hasMessageContaining("CSV UTF-8");
        assertThatThrownBy(() -> one((HEADER + LINE).getBytes(StandardCharsets.UTF_16LE)))
                .hasMessageContaining("UTF-16");
        assertThatThrownBy(() -> one(new byte[] {'P', 'K', 3, 4, 20, 0}))
                .isInstanceOf(InvalidSessionsException.class)
                .hasMessageContaining("save the sheet as CSV UTF-8");
        assertThatThrownBy(() -> one((HEADER + LINE.replace("one", "\u00e4")).getBytes(StandardCharsets.ISO_8859_1)))
                .isInstanceOf(CharacterCodingException.class);
    }

    @Test
    void linesOfNothingButSeparatorsAreBlank() throws IOException {
        assertThat(one((HEADER + ",,,,,\n" + LINE + " , ,,,,\n").replace("\n", "\r\n")))
                .isEqualTo(ONE);
    }

    private void assertRefused(String text, String message) {
        assertThatThrownBy(() -> one(text))
                .isInstanceOf(InvalidSessionsException.class)
                .hasMessage(message);
    }

    private RecordedSession one(String text) throws IOException {
        return one(text.getBytes(StandardCharsets.UTF_8));
    }

    private RecordedSession one(byte[] bytes) throws IOException {
        Path file = Files.write(directory.resolve("sessions.csv"), bytes);
        return SessionFile.read(file, Recording.from(START, BERLIN)).sessions().getFirst();
    }

    private Path write(String text) throws IOException {
        return Files.writeString(directory.resolve("sessions.csv"), text);
    }
}
