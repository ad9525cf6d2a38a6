package io.causalgrid.grid.site;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.causalgrid.grid.core.network.InvalidNetworkException;
import io.causalgrid.grid.core.network.NetworkReader;
import io.causalgrid.grid.core.series.InvalidSeriesException;
import io.causalgrid.grid.core.series.Quantity;
import io.causalgrid.grid.core.site.Site;
import io.causalgrid.grid.core.site.SiteReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/** A site's file that has been read and parsed; what it says can then be read with different choices. Confined to one thread. */
public final class SiteFile {
    /** Far more than 100,000 connectors need. */
    private static final long BYTES_MAX = 64 << 20;

    private final Path file;
    private final Document document;
    /** Those that the document has named so far. */
    private final Map<SeriesRequest, NavigableMap<Instant, Double>> series = new HashMap<>();

    private final Set<Path> seriesFiles = new TreeSet<>();

    /** What a document wants of a file. */
    private record SeriesRequest(Path file, Quantity quantity, ZoneId zone) {}

    private SiteFile(Path file, Document document) {
        this.file = file;
        this.document = document;
    }

    /**
     * Reads a file; as YAML if its name ends with {@code .yaml} or {@code .yml}, and else as JSON.
     *
     * @throws InvalidSiteException if it cannot be read, or is neither
     */
    public static SiteFile read(Path file) {
        return parse(file, bytes(file));
    }

    /**
     * The same of what is in a file.
     *
     * @throws InvalidSiteException if it is neither
     */
    public static SiteFile parse(Path file, byte[] content) {
        try {
            return new SiteFile(file, Document.parse(content, isYaml(file)));
        } catch (JsonProcessingException e) {
            String where =
                    e.getLocation() == null ? "" : "line " + e.getLocation().getLineNr() + ": ";
            throw new InvalidSiteException(file + ": " + where + firstLine(e.getOriginalMessage()), e);
        } catch (IOException e) {
            throw new InvalidSiteException(file + ": " + e.getMessage(), e);
        }
    }

    private static byte[] bytes(Path file) {
        try {
            if (Files.size(file) > BYTES_MAX) {
                throw new IOException("it has more than " + BYTES_MAX + " bytes");
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new InvalidSiteException("cannot read " + file + ": " + Reasons.of(e), e);
        }
    }

    /**
     * The site.
     *
     * @throws InvalidSiteException if the document does not describe a possible one
     */
    public Site site(NetworkReader.Choices choices) {
        try {
            return SiteReader.read(document.content(), choices, this::series);
        } catch (InvalidNetworkException e) {
            OptionalInt line = document.line(e.place());
            String where = line.isPresent() ? "line " + line.getAsInt() + ": " : "";
            throw new InvalidSiteException(file + ": " + where + e.getMessage(), e);
        }
    }

    /** The files of series that {@link #site} has read, or tried to read. */
    public Set<Path> seriesFiles() {
        return Set.copyOf(seriesFiles);
    }

    /** One beside the site's file; read once, for a site may be made with several choices. */
    private NavigableMap<Instant, Double> series(String name, Quantity quantity, ZoneId zone) {
        Path path;
        try {
            path = file.resolveSibling(name);
        } catch (InvalidPathException e) {
            throw new InvalidSeriesException("this is no name of a file: " + name, e);
        }
        seriesFiles.add(path);
        return series.computeIfAbsent(
                new SeriesRequest(path, quantity, zone), one -> SeriesFile.read(one.file(), quantity, zone));
    }

    private static boolean isYaml(Path file) {
        String name = file.toString();
        return name.endsWith(".yaml") || name.endsWith(".yml");
    }

    /** Parsers add what they have read so far, and where in their source. */
    private static String firstLine(String message) {
        int end = message.indexOf('\n');
        return end < 0 ? message : message.substring(0, end);
    }
}
