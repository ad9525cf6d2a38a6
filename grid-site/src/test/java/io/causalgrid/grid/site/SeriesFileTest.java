package io.causalgrid.grid.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.causalgrid.grid.core.network.NetworkReader.Choices;
import io.causalgrid.grid.core.series.InvalidSeriesException;
import io.causalgrid.grid.core.series.Quantity;
import io.causalgrid.grid.core.site.Site;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.NavigableMap;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SeriesFileTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @TempDir
    private Path directory;

    @Test
    void timesAreLocalOrHaveAnOffset() throws IOException {
        assertThat(power("time,kw\n2024-01-15 12:00,1.5\n2024-01-15T14:00+02:00,2\n2024-01-15T14:00Z,0\n", BERLIN))
                .isEqualTo(Map.of(
                        Instant.parse("2024-01-15T11:00:00Z"), 1_500.0,
                        Instant.parse("2024-01-15T12:00:00Z"), 2_000.0,
                        Instant.parse("2024-01-15T14:00:00Z"), 0.0));
    }

    @Test
    void onTheDayOf25HoursTheSecondOfTwoEqualTimesIsTheLater() throws IOException {
        var text = new StringBuilder("time,kw\n");
        String[] hours = {"01:00", "02:00", "02:30", "02:00", "02:30", "03:00"};
        for (int i = 0; i < hours.length; i++) {
            text.append("2024-10-27 %s,%d%n".formatted(hours[i], i));
        }

        NavigableMap<Instant, Double> values = power(text.toString(), BERLIN);

        assertThat(values.keySet())
                .containsExactly(
                        Instant.parse("2024-10-26T23:00:00Z"),
                        Instant.parse("2024-10-27T00:00:00Z"),
                        Instant.parse("2024-10-27T00:30:00Z"),
                        Instant.parse("2024-10-27T01:00:00Z"),
                        Instant.parse("2024-10-27T01:30:00Z"),
                        Instant.parse("2024-10-27T02:00:00Z"));
        assertThat(values.get(Instant.parse("2024-10-27T01:00:00Z"))).isEqualTo(3_000);
    }

    @Test
    void onTheDayOf23HoursTheHourThatIsLeftOutIsNoTime() throws IOException {
        assertThat(power("time,kw\n2024-03-31 01:30,1\n2024-03-31 03:00,2\n", BERLIN)
                        .keySet())
                .containsExactly(Instant.parse("2024-03-31T00:30:00Z"), Instant.parse("2024-03-31T01:00:00Z"));
        assertThatThrownBy(() -> power("time,kw\n2024-03-31 01:30,1\n2024-03-31 02:30,2\n", BERLIN))
                .hasMessageEndingWith(
                        "s.csv: line 3: time is a time that clocks in Europe/Berlin leave out: 2024-03-31 02:30");
    }

    @Test
    void whatSpreadsheetsWriteIsReadAndWhatIsCompressedToo() throws IOException {
        String text = "\ufeffsep=;\nTime;Note;Price (MWh)\n2024-01-15 12:00;a;-12,5\n2024-01-15 13:00;\"b;c\";80\n;;\n";
        Path file = directory.resolve("prices.csv");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }

        assertThat(SeriesFile.read(file, Quantity.PRICE, BERLIN).values()).containsExactly(-0.0125, 0.08);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "time,kw/2024-01-15 12:00,1|s.csv: a series has two lines at least, so that it is known when it ends",
                "time,kw/2024-01-15 12:00,1/2024-01-15 12:00,2|s.csv: line 3: time is not after that of the line before:"
                        + " 2024-01-15 12:00",
                "time,kw/2024-01-15 12:00,x/2024-01-15 13:00,2|s.csv: line 2: kw is no number: x",
                "time,kw/noon,1/2024-01-15 13:00,2|s.csv: line 2: time is no time such as 2024-03-31T14:05, with or without"
                        + " +02:00: noon",
                "time,kw/2024-01-15 12:00,-1/2024-01-15 13:00,2|s.csv: line 2: kw should be from 0 to 1000000, not -1",
                "time,kw/2024-01-15 12:00/2024-01-15 13:00,2|s.csv: line 2: has 1 fields, not 2",
                "time,kw/2024-01-15 12:00,x/2024-01-15 13:00,y|s.csv: 2 lines cannot be used:~  line 2: kw is no number:"
                        + " x~  line 3: kw is no number: y",
                "time,watts/2024-01-15 12:00,1|s.csv: line 1: needs one column time and one of kw or w; there are: time, watts",
                "time,kw,w/2024-01-15 12:00,1,1|s.csv: line 1: needs one column time and one of kw or w; there are: time, kw,"
                        + " w"
            })
    void whatIsWrongIsSaidWithItsLine(String text, String expected) {
        assertThatThrownBy(() -> power(text.replace('/', '\n'), BERLIN))
                .isInstanceOf(InvalidSeriesException.class)
                .hasMessageEndingWith(expected.replace('~', '\n'));
    }

    @Test
    void aSiteNamesTheFilesBesideIt() throws IOException {
        write("building.csv", "time,kw\n2024-01-15 12:00,1\n2024-01-15 13:00,2\n");
        write("roof.csv", "time,w\n2024-01-15 12:00,500\n2024-01-15 13:00,0\n");
        write("prices.csv", "time,price\n2024-01-15 12:00,0.1\n2024-01-15 13:00,0.2\n");
        write("carbon.csv", "time,g_kwh\n2024-01-15 12:00,300\n2024-01-15 13:00,500\n");
        SiteFile file = SiteFile.read(write("site.yaml", """
                zone: Europe/Berlin
                tariff: [{from: "00:00", price: 0.3}]
                prices: prices.csv
                carbon: carbon.csv
                nodes: [{id: main, baseLoad: building.csv, sun: roof.csv, limits: [{watts: 9000}]}]
                connectors: [{id: a, node: main, phases: A, volts: 230}]
                """));

        Site site = file.site(Choices.DEFAULT);

        Instant noon = Instant.parse("2024-01-15T11:00:00Z");
        assertThat(site.network().limits(noon, Duration.ofMinutes(1)).bound(0)).isEqualTo(8_500);
        assertThat(site.prices().at(noon)).isEqualTo(0.1);
        assertThat(site.prices().at(noon.plusSeconds(7_200))).isEqualTo(0.3);
        assertThat(site.carbon().orElseThrow().at(noon)).isEqualTo(300);
        assertThat(site.carbon().orElseThrow().at(Instant.EPOCH)).isEqualTo(400);
        assertThat(file.seriesFiles())
                .containsExactlyInAnyOrder(
                        directory.resolve("building.csv"),
                        directory.resolve("roof.csv"),
                        directory.resolve("prices.csv"),
                        directory.resolve("carbon.csv"));
    }

    @Test
    void aSeriesThatCannotBeReadIsSaidWithTheLineThatNamesIt() throws IOException {
        Path path = write("site.yaml", """
                nodes:
                  - id: main
                    baseLoad: none.csv
                connectors: [{id: a, node: main, phases: A, volts: 230}]
                """);
        SiteFile file = SiteFile.read(path);

        assertThatThrownBy(() -> file.site(Choices.DEFAULT))
                .isInstanceOf(InvalidSiteException.class)
                .hasMessage(path + ": line 3: nodes[0]: cannot read " + directory.resolve("none.csv")
                        + ": there is no such file or directory");
        assertThat(file.seriesFiles()).containsExactly(directory.resolve("none.csv"));
    }

    private NavigableMap<Instant, Double> power(String text, ZoneId zone) throws IOException {
        return SeriesFile.read(write("s.csv", text), Quantity.BASE_LOAD, zone);
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }
}
